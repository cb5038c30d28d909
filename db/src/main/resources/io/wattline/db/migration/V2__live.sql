-- The newest reading of each device. One row a device, updated at every heartbeat.
--
-- Fillfactor 70 leaves room for the next versions on the same page, and no index covers an updated column, so updates stay
-- heap-only and vacuum has almost nothing to do.

CREATE TABLE meter_live (
  ts          timestamptz      NOT NULL,
  received_at timestamptz      NOT NULL,
  voltage     real             NOT NULL,
  meter_id    text COLLATE "C" NOT NULL,
  kwh         numeric(12, 6)   NOT NULL,
  CONSTRAINT meter_live_pkey PRIMARY KEY (meter_id),
  CONSTRAINT meter_live_meter_id_check CHECK (octet_length(meter_id) BETWEEN 1 AND 64),
  CONSTRAINT meter_live_ts_check CHECK (isfinite(ts)),
  CONSTRAINT meter_live_kwh_check CHECK (kwh BETWEEN 0 AND 1000),
  CONSTRAINT meter_live_voltage_check CHECK (voltage BETWEEN 0 AND 1000),
  CONSTRAINT meter_live_received_at_check CHECK (isfinite(received_at))
) WITH (fillfactor = 70);

CREATE TABLE vehicle_live (
  ts           timestamptz      NOT NULL,
  received_at  timestamptz      NOT NULL,
  soc          real,
  battery_temp real,
  vehicle_id   text COLLATE "C" NOT NULL,
  kwh          numeric(12, 6)   NOT NULL,
  CONSTRAINT vehicle_live_pkey PRIMARY KEY (vehicle_id),
  CONSTRAINT vehicle_live_vehicle_id_check CHECK (octet_length(vehicle_id) BETWEEN 1 AND 64),
  CONSTRAINT vehicle_live_ts_check CHECK (isfinite(ts)),
  CONSTRAINT vehicle_live_kwh_check CHECK (kwh BETWEEN 0 AND 1000),
  CONSTRAINT vehicle_live_soc_check CHECK (soc BETWEEN 0 AND 100),
  CONSTRAINT vehicle_live_battery_temp_check CHECK (battery_temp BETWEEN -60 AND 150),
  CONSTRAINT vehicle_live_received_at_check CHECK (isfinite(received_at))
) WITH (fillfactor = 70);

GRANT SELECT, INSERT, UPDATE ON meter_live, vehicle_live TO wattline_ingest;
GRANT SELECT ON meter_live, vehicle_live TO wattline_query;
