-- Every reading of every device, partitioned by UTC day, INSERT only.
--
-- * The key leads with the device id and carries what a sum needs, so a day of one device is one short index-only scan.
-- * Columns stand in the order that wastes no alignment padding: 8 bytes, 4 bytes, variable. Name columns when inserting.
-- * NaN and infinities compare as larger (or smaller) than every number, so a range check with both ends refuses them.
-- * There is no DEFAULT partition: rows in it would block creating the right one. A day without a partition fails with
--   23514 and no constraint name, which tells it apart from a CHECK.
-- * No foreign key crosses devices, so the tables distribute by device id unchanged.

-- Nothing that this role creates is open to everyone.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE TABLE meter_history (
  ts          timestamptz               NOT NULL,
  received_at timestamptz DEFAULT now() NOT NULL,
  voltage     real                      NOT NULL,
  meter_id    text COLLATE "C"          NOT NULL,
  kwh         numeric(12, 6)            NOT NULL,
  CONSTRAINT meter_history_pkey PRIMARY KEY (meter_id, ts) INCLUDE (kwh),
  CONSTRAINT meter_history_meter_id_check CHECK (octet_length(meter_id) BETWEEN 1 AND 64),
  CONSTRAINT meter_history_kwh_check CHECK (kwh BETWEEN 0 AND 1000),
  CONSTRAINT meter_history_voltage_check CHECK (voltage BETWEEN 0 AND 1000),
  CONSTRAINT meter_history_received_at_check CHECK (isfinite(received_at))
) PARTITION BY RANGE (ts);

CREATE TABLE vehicle_history (
  ts           timestamptz               NOT NULL,
  received_at  timestamptz DEFAULT now() NOT NULL,
  soc          real,
  battery_temp real,
  vehicle_id   text COLLATE "C"          NOT NULL,
  kwh          numeric(12, 6)            NOT NULL,
  CONSTRAINT vehicle_history_pkey PRIMARY KEY (vehicle_id, ts) INCLUDE (kwh, battery_temp),
  CONSTRAINT vehicle_history_vehicle_id_check CHECK (octet_length(vehicle_id) BETWEEN 1 AND 64),
  CONSTRAINT vehicle_history_kwh_check CHECK (kwh BETWEEN 0 AND 1000),
  CONSTRAINT vehicle_history_soc_check CHECK (soc BETWEEN 0 AND 100),
  CONSTRAINT vehicle_history_battery_temp_check CHECK (battery_temp BETWEEN -60 AND 150),
  CONSTRAINT vehicle_history_received_at_check CHECK (isfinite(received_at))
) PARTITION BY RANGE (ts);

-- RETURNING the key, which counts what was new, needs SELECT on the key columns; nothing more is given.
GRANT INSERT, SELECT (meter_id, ts) ON meter_history TO wattline_ingest;
GRANT INSERT, SELECT (vehicle_id, ts) ON vehicle_history TO wattline_ingest;
GRANT SELECT ON meter_history, vehicle_history TO wattline_query;
