-- Readings that an operator has declared void: wrong beyond doubt, such as a spike of 125 kWh in a minute. History stays as it
-- was; every sum leaves them out, until another row undoes it.
--
-- Append-only: row by row who, when and why. The changes of one reading are numbered from 1, odd ones void it and even ones
-- undo that, so a reading is void while it has an odd number of them.

CREATE TABLE voided_reading (
  ts        timestamptz                             NOT NULL,
  voided_at timestamptz DEFAULT clock_timestamp()   NOT NULL,
  change    integer                                 NOT NULL,
  undo      boolean GENERATED ALWAYS AS (change % 2 = 0) STORED,
  device_id text COLLATE "C"                        NOT NULL,
  kind      text COLLATE "C"                        NOT NULL,
  voided_by text                                    NOT NULL,
  -- The start of the SHA-256 of the API key, as in the key file; NULL where none was asked for.
  key_id    text COLLATE "C",
  reason    text                                    NOT NULL,
  CONSTRAINT voided_reading_pkey PRIMARY KEY (device_id, kind, ts, change),
  CONSTRAINT voided_reading_kind_check CHECK (kind IN ('meter', 'vehicle')),
  CONSTRAINT voided_reading_change_check CHECK (change >= 1),
  CONSTRAINT voided_reading_device_id_check CHECK (octet_length(device_id) BETWEEN 1 AND 64),
  CONSTRAINT voided_reading_voided_by_check CHECK (length(voided_by) BETWEEN 1 AND 100),
  CONSTRAINT voided_reading_key_id_check CHECK (key_id ~ '^[0-9a-f]{12}$'),
  CONSTRAINT voided_reading_reason_check CHECK (length(reason) BETWEEN 1 AND 500)
);

-- What is void now. Name kind, device and a range of times: then it costs one step into the key.
CREATE VIEW void_reading AS
SELECT kind, device_id, ts FROM voided_reading GROUP BY kind, device_id, ts HAVING count(*) % 2 = 1;

GRANT SELECT ON voided_reading, void_reading TO wattline_query;

-- Voids readings, or undoes that, and returns how many were changed; those that are so already stay as they are. All or
-- nothing. The arrays are of equal length, at most 500.
--
-- Raises P0002 (no_data_found) with the position from 0 in the detail if a reading is not in history, 22023 for another length, 23514
-- for a text that is empty or too long, 55P03 if another caller does not finish within the lock timeout.
--
-- Every change marks its hour, closed or not. So whoever sums the hour because of the mark sees the change, for both became
-- visible at once; and refresh_rollups leaves out marks of hours that are not summed yet, because the first sum of such an hour
-- has a snapshot newer than the mark.
CREATE FUNCTION void_readings(
  p_kinds text[], p_device_ids text[], p_instants timestamptz[], p_undo boolean, p_by text, p_key_id text, p_reason text)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  changes integer;
  changed integer := 0;
BEGIN
  IF coalesce(cardinality(p_kinds), 0) NOT BETWEEN 1 AND 500
    OR cardinality(p_device_ids) IS DISTINCT FROM cardinality(p_kinds)
    OR cardinality(p_instants) IS DISTINCT FROM cardinality(p_kinds) THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
      MESSAGE = 'the readings to void are not given as three arrays of one length',
      HINT = 'Give 1 to 500 readings.';
  END IF;
  -- One at a time: it changes rarely, and numbering the changes of a reading needs it. Readers are not held up.
  LOCK TABLE voided_reading IN SHARE ROW EXCLUSIVE MODE;

  FOR i IN 1 .. cardinality(p_kinds) LOOP
    PERFORM FROM meter_history WHERE p_kinds[i] = 'meter' AND meter_id = p_device_ids[i] AND ts = p_instants[i]
    UNION ALL
    SELECT FROM vehicle_history WHERE p_kinds[i] = 'vehicle' AND vehicle_id = p_device_ids[i] AND ts = p_instants[i];
    IF NOT FOUND THEN
      RAISE EXCEPTION USING ERRCODE = 'no_data_found', MESSAGE = 'there is no such reading', DETAIL = (i - 1)::text;
    END IF;
    SELECT count(*) INTO changes FROM voided_reading
    WHERE device_id = p_device_ids[i] AND kind = p_kinds[i] AND ts = p_instants[i];
    IF (changes % 2 = 1) = p_undo THEN
      INSERT INTO voided_reading (kind, device_id, ts, change, voided_by, key_id, reason)
      VALUES (p_kinds[i], p_device_ids[i], p_instants[i], changes + 1, p_by, p_key_id, p_reason);
      INSERT INTO rollup_dirty (kind, device_id, hour)
      VALUES (p_kinds[i], p_device_ids[i], date_bin('1 hour', p_instants[i], '1970-01-01T00:00:00Z'));
      changed := changed + 1;
    END IF;
  END LOOP;
  RETURN changed;
END
$$;

GRANT EXECUTE ON FUNCTION void_readings(text[], text[], timestamptz[], boolean, text, text, text) TO wattline_query;

-- As in V8, without void readings. A device-hour of which nothing is left has no row.

CREATE OR REPLACE FUNCTION sum_meter_hour(p_hour timestamptz, p_meter_ids text[])
  RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = 'force_custom_plan'
AS $$
DECLARE
  next_hour timestamptz := p_hour + interval '1 hour';
BEGIN
  -- By key: the list may be every device of the day.
  DELETE FROM meter_hourly AS held
  USING (SELECT DISTINCT v.device_id AS id FROM voided_reading v
         WHERE v.device_id = ANY (p_meter_ids) AND v.kind = 'meter' AND v.ts >= p_hour AND v.ts < next_hour) AS touched
  WHERE held.meter_id = touched.id AND held.hour = p_hour;
  INSERT INTO meter_hourly AS held
    (meter_id, hour, kwh, readings, readings_with_energy, voltage_sum, voltage_count, voltage_min, voltage_max)
  SELECT meter.id, p_hour, s.kwh, s.readings, s.readings_with_energy, s.voltage_sum, s.voltage_count, s.voltage_min, s.voltage_max
  FROM unnest(p_meter_ids) AS meter (id)
  CROSS JOIN LATERAL (
    SELECT sum(h.kwh) AS kwh, count(*) AS readings, count(*) FILTER (WHERE h.kwh > 0) AS readings_with_energy,
      sum(h.voltage::float8) AS voltage_sum, count(h.voltage) AS voltage_count,
      min(h.voltage) AS voltage_min, max(h.voltage) AS voltage_max
    FROM meter_history h
    WHERE h.meter_id = meter.id AND h.ts >= p_hour AND h.ts < next_hour
      AND h.ts <> ALL (ARRAY(
        SELECT v.ts FROM void_reading v
        WHERE v.kind = 'meter' AND v.device_id = meter.id AND v.ts >= p_hour AND v.ts < next_hour))
  ) AS s
  WHERE s.readings > 0
  ORDER BY meter.id COLLATE "C"
  ON CONFLICT (meter_id, hour) DO UPDATE
  SET kwh = excluded.kwh, readings = excluded.readings, readings_with_energy = excluded.readings_with_energy,
    voltage_sum = excluded.voltage_sum, voltage_count = excluded.voltage_count,
    voltage_min = excluded.voltage_min, voltage_max = excluded.voltage_max;
END
$$;

CREATE OR REPLACE FUNCTION sum_vehicle_hour(p_hour timestamptz, p_vehicle_ids text[])
  RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = 'force_custom_plan'
AS $$
DECLARE
  next_hour timestamptz := p_hour + interval '1 hour';
BEGIN
  -- By key: the list may be every device of the day.
  DELETE FROM vehicle_hourly AS held
  USING (SELECT DISTINCT v.device_id AS id FROM voided_reading v
         WHERE v.device_id = ANY (p_vehicle_ids) AND v.kind = 'vehicle' AND v.ts >= p_hour AND v.ts < next_hour) AS touched
  WHERE held.vehicle_id = touched.id AND held.hour = p_hour;
  INSERT INTO vehicle_hourly AS held
    (vehicle_id, hour, kwh, readings, readings_with_energy, battery_temp_sum, battery_temp_count, last_soc)
  SELECT vehicle.id, p_hour, s.kwh, s.readings, s.readings_with_energy, s.battery_temp_sum, s.battery_temp_count, s.last_soc
  FROM unnest(p_vehicle_ids) AS vehicle (id)
  CROSS JOIN LATERAL (
    SELECT sum(h.kwh) AS kwh, count(*) AS readings, count(*) FILTER (WHERE h.kwh > 0) AS readings_with_energy,
      coalesce(sum(h.battery_temp::float8), 0) AS battery_temp_sum, count(h.battery_temp) AS battery_temp_count,
      (array_agg(h.soc ORDER BY h.ts DESC) FILTER (WHERE h.soc IS NOT NULL))[1] AS last_soc
    FROM vehicle_history h
    WHERE h.vehicle_id = vehicle.id AND h.ts >= p_hour AND h.ts < next_hour
      AND h.ts <> ALL (ARRAY(
        SELECT v.ts FROM void_reading v
        WHERE v.kind = 'vehicle' AND v.device_id = vehicle.id AND v.ts >= p_hour AND v.ts < next_hour))
  ) AS s
  WHERE s.readings > 0
  ORDER BY vehicle.id COLLATE "C"
  ON CONFLICT (vehicle_id, hour) DO UPDATE
  SET kwh = excluded.kwh, readings = excluded.readings, readings_with_energy = excluded.readings_with_energy,
    battery_temp_sum = excluded.battery_temp_sum, battery_temp_count = excluded.battery_temp_count, last_soc = excluded.last_soc;
END
$$;

-- As in V8, but for the hours that are not summed yet: see void_readings().
CREATE OR REPLACE FUNCTION refresh_rollups(p_limit integer)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '5s'
AS $$
DECLARE
  marks  rollup_dirty[];
  summed timestamptz;
  wanted record;
BEGIN
  IF p_limit IS NULL OR p_limit NOT BETWEEN 1 AND 100000 THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
      MESSAGE = 'the limit of marks to handle is out of bounds',
      HINT = 'Give 1 to 100000.';
  END IF;
  PERFORM take_refresher_turn();

  -- First the marks go, then, in later statements, the sums are made: never the other way round.
  WITH taken AS (
    DELETE FROM rollup_dirty WHERE id IN (SELECT id FROM rollup_dirty ORDER BY id LIMIT p_limit) RETURNING rollup_dirty
  )
  SELECT array_agg(taken.rollup_dirty) INTO marks FROM taken;

  -- What is not summed yet will be, by a later turn whose snapshot shows whatever these marks are for.
  SELECT summed_before INTO summed FROM rollup_state;
  FOR wanted IN
    SELECT kind, hour, array_agg(DISTINCT device_id) AS device_ids FROM unnest(marks)
    WHERE hour < summed GROUP BY kind, hour ORDER BY kind, hour
  LOOP
    IF wanted.kind = 'meter' THEN
      PERFORM sum_meter_hour(wanted.hour, wanted.device_ids);
    ELSE
      PERFORM sum_vehicle_hour(wanted.hour, wanted.device_ids);
    END IF;
  END LOOP;
  RETURN coalesce(cardinality(marks), 0);
END
$$;
