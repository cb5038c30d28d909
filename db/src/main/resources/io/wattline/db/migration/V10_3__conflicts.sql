-- A reading whose device and timestamp are stored with other values is a conflict: the first value wins, and the other goes to
-- quarantine.

ALTER TABLE rejected_message DROP CONSTRAINT rejected_message_reason_check;
ALTER TABLE rejected_message ADD CONSTRAINT rejected_message_reason_check CHECK (reason IN (
  'empty_payload', 'payload_too_large', 'bad_encoding', 'bad_json', 'duplicate_key', 'too_deep', 'wrong_root',
  'batch_empty', 'batch_too_large', 'bad_topic', 'bad_id', 'id_mismatch', 'missing_field', 'wrong_type', 'out_of_range',
  'bad_timestamp', 'ts_future', 'ts_past', 'conflict'));

-- For writers, of readings that history did not take because it has their keys: whether the stored values are the same, and
-- whether the stored row came with the same message, told by the instant of its arrival. Positions count from 0; a reading that
-- is not in history is left out. Tells nothing else of history, which the writers' role may not read.
CREATE FUNCTION found_meter_readings(
  p_ids text[], p_instants float8[], p_kwh numeric[], p_received_at float8[], p_voltage real[])
  RETURNS TABLE ("position" integer, same_values boolean, same_arrival boolean)
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT (n - 1)::integer, h.kwh = b.kwh AND h.voltage IS NOT DISTINCT FROM b.voltage, h.received_at = to_timestamp(b.received_at)
  FROM unnest(p_ids, p_instants, p_kwh, p_received_at, p_voltage) WITH ORDINALITY AS b (id, ts, kwh, received_at, voltage, n)
  -- LIMIT keeps it a probe of the key for each.
  CROSS JOIN LATERAL (
    SELECT kwh, voltage, received_at FROM meter_history WHERE meter_id = b.id AND ts = to_timestamp(b.ts) LIMIT 1) AS h
$$;

-- The same for vehicles.
CREATE FUNCTION found_vehicle_readings(
  p_ids text[], p_instants float8[], p_kwh numeric[], p_received_at float8[], p_soc real[], p_battery_temp real[])
  RETURNS TABLE ("position" integer, same_values boolean, same_arrival boolean)
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT (n - 1)::integer,
    h.kwh = b.kwh AND h.soc IS NOT DISTINCT FROM b.soc AND h.battery_temp IS NOT DISTINCT FROM b.battery_temp,
    h.received_at = to_timestamp(b.received_at)
  FROM unnest(p_ids, p_instants, p_kwh, p_received_at, p_soc, p_battery_temp)
    WITH ORDINALITY AS b (id, ts, kwh, received_at, soc, battery_temp, n)
  CROSS JOIN LATERAL (
    SELECT kwh, soc, battery_temp, received_at
    FROM vehicle_history WHERE vehicle_id = b.id AND ts = to_timestamp(b.ts) LIMIT 1) AS h
$$;

GRANT EXECUTE ON FUNCTION
  found_meter_readings(text[], float8[], numeric[], float8[], real[]),
  found_vehicle_readings(text[], float8[], numeric[], float8[], real[], real[]) TO wattline_ingest;
