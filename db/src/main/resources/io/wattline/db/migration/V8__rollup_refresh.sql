-- Making the sums: of hours just closed, of device-hours that late readings have touched, and again on demand. The protocol, and
-- why it loses no reading, stand in V7.
--
-- Each call is a transaction of its own, bounded, and may be killed anywhere: what it did not commit is done by the next.

-- Sums history for one hour of some meters and puts the sums in the place of whatever was there. Sorted by key.
--
-- One index range a device; the plan is made for the hour at hand, so it reads and locks one day partition. float8 holds the
-- sum of many reals without rounding, where sum(real) would round at every step.
CREATE FUNCTION sum_meter_hour(p_hour timestamptz, p_meter_ids text[])
  RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = 'force_custom_plan'
AS $$
DECLARE
  next_hour timestamptz := p_hour + interval '1 hour';
BEGIN
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
  ) AS s
  WHERE s.readings > 0
  ORDER BY meter.id COLLATE "C"
  ON CONFLICT (meter_id, hour) DO UPDATE
  SET kwh = excluded.kwh, readings = excluded.readings, readings_with_energy = excluded.readings_with_energy,
    voltage_sum = excluded.voltage_sum, voltage_count = excluded.voltage_count,
    voltage_min = excluded.voltage_min, voltage_max = excluded.voltage_max;
END
$$;

-- The same for vehicles.
CREATE FUNCTION sum_vehicle_hour(p_hour timestamptz, p_vehicle_ids text[])
  RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = 'force_custom_plan'
AS $$
DECLARE
  next_hour timestamptz := p_hour + interval '1 hour';
BEGIN
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
  ) AS s
  WHERE s.readings > 0
  ORDER BY vehicle.id COLLATE "C"
  ON CONFLICT (vehicle_id, hour) DO UPDATE
  SET kwh = excluded.kwh, readings = excluded.readings, readings_with_energy = excluded.readings_with_energy,
    battery_temp_sum = excluded.battery_temp_sum, battery_temp_count = excluded.battery_temp_count, last_soc = excluded.last_soc;
END
$$;

-- The devices with readings on the UTC day of `p_hour`, in the order of their keys: one step of the index for each, not one
-- for each reading. Asked of history and not of the live tables, so that rollups follow from history alone.
CREATE FUNCTION meters_of_day(p_hour timestamptz)
  RETURNS text[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = 'force_custom_plan'
AS $$
DECLARE
  day      timestamptz := date_bin('1 day', p_hour, '1970-01-01T00:00:00Z');
  next_day timestamptz := day + interval '24 hours';
BEGIN
  RETURN (
    WITH RECURSIVE meter (id) AS (
      (SELECT meter_id FROM meter_history WHERE ts >= day AND ts < next_day ORDER BY meter_id LIMIT 1)
      UNION ALL
      SELECT (SELECT h.meter_id FROM meter_history h
              WHERE h.meter_id > meter.id AND h.ts >= day AND h.ts < next_day ORDER BY h.meter_id LIMIT 1)
      FROM meter WHERE meter.id IS NOT NULL
    )
    SELECT array_agg(id) FROM meter WHERE id IS NOT NULL);
END
$$;

-- The same for vehicles.
CREATE FUNCTION vehicles_of_day(p_hour timestamptz)
  RETURNS text[]
  LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = 'force_custom_plan'
AS $$
DECLARE
  day      timestamptz := date_bin('1 day', p_hour, '1970-01-01T00:00:00Z');
  next_day timestamptz := day + interval '24 hours';
BEGIN
  RETURN (
    WITH RECURSIVE vehicle (id) AS (
      (SELECT vehicle_id FROM vehicle_history WHERE ts >= day AND ts < next_day ORDER BY vehicle_id LIMIT 1)
      UNION ALL
      SELECT (SELECT h.vehicle_id FROM vehicle_history h
              WHERE h.vehicle_id > vehicle.id AND h.ts >= day AND h.ts < next_day ORDER BY h.vehicle_id LIMIT 1)
      FROM vehicle WHERE vehicle.id IS NOT NULL
    )
    SELECT array_agg(id) FROM vehicle WHERE id IS NOT NULL);
END
$$;

-- Makes refreshers take turns. A statement of its own before any that sums: see the argument in V7.
CREATE FUNCTION take_refresher_turn()
  RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  PERFORM require_read_committed();
  PERFORM pg_advisory_xact_lock(hashtextextended('wattline rollup refresher', 0));
END
$$;

-- Sums the next hour that is closed and not yet summed, for all devices, and returns it; NULL when there is none.
--
-- Call it until NULL, each in a transaction of its own. Raises 55P03 after five seconds of waiting for another refresher, 25000
-- outside READ COMMITTED.
CREATE FUNCTION sum_closed_hour()
  RETURNS timestamptz
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '5s'
AS $$
DECLARE
  closed timestamptz;
BEGIN
  PERFORM take_refresher_turn();
  SELECT summed_before INTO closed FROM rollup_state WHERE summed_before < closed_before;
  IF FOUND THEN
    PERFORM sum_meter_hour(closed, meters_of_day(closed));
    PERFORM sum_vehicle_hour(closed, vehicles_of_day(closed));
    UPDATE rollup_state SET summed_before = closed + interval '1 hour';
  END IF;
  RETURN closed;
END
$$;

-- Handles the `p_limit` oldest marks, 1 to 100,000, and returns how many there were; fewer than p_limit means none is left.
--
-- Each in a transaction of its own. Raises 22023 for another limit, 55P03 after five seconds of waiting for another refresher,
-- 25000 outside READ COMMITTED.
CREATE FUNCTION refresh_rollups(p_limit integer)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '5s'
AS $$
DECLARE
  marks  rollup_dirty[];
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

  FOR wanted IN
    SELECT kind, hour, array_agg(DISTINCT device_id) AS device_ids FROM unnest(marks) GROUP BY kind, hour ORDER BY kind, hour
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

-- Has every closed hour from `p_from` on summed again, by moving summed_before back to it; returns summed_before. For the owner,
-- after loading history past the writers. Readers sum history there until sum_closed_hour() has caught up.
CREATE FUNCTION resum_rollups(p_from timestamptz)
  RETURNS timestamptz
  LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '5s'
AS $$
DECLARE
  reached timestamptz;
BEGIN
  PERFORM take_refresher_turn();
  UPDATE rollup_state SET summed_before = least(summed_before, date_bin('1 hour', p_from, '1970-01-01T00:00:00Z'))
  RETURNING summed_before INTO reached;
  RETURN reached;
END
$$;

-- The start of the oldest day that a history table still has; NULL if it has none.
CREATE FUNCTION oldest_history(p_table text)
  RETURNS timestamptz
  LANGUAGE sql
  STABLE
  SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT min((replace(right(c.relname, 10), '_', '-') || 'T00:00:00Z')::timestamptz)
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = ('public.' || p_table)::regclass AND c.relname ~ ('^' || p_table || '_[0-9]{4}_[0-9]{2}_[0-9]{2}$')
$$;

-- Deletes rollups of days whose history is gone, at most `p_limit` (1 to 100,000) of meters and as many of vehicles; returns how
-- many; 0 means none is left. They go with history so that a rollup never says what history cannot confirm.
CREATE FUNCTION delete_expired_rollups(p_limit integer)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '5s'
AS $$
DECLARE
  meter_floor   timestamptz := oldest_history('meter_history');
  vehicle_floor timestamptz := oldest_history('vehicle_history');
  meters        integer;
  vehicles      integer;
BEGIN
  IF p_limit IS NULL OR p_limit NOT BETWEEN 1 AND 100000 THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
      MESSAGE = 'the limit of rollups to delete is out of bounds',
      HINT = 'Give 1 to 100000.';
  END IF;
  DELETE FROM meter_hourly WHERE ctid = ANY (ARRAY(SELECT ctid FROM meter_hourly WHERE hour < meter_floor LIMIT p_limit));
  GET DIAGNOSTICS meters = ROW_COUNT;
  DELETE FROM vehicle_hourly WHERE ctid = ANY (ARRAY(SELECT ctid FROM vehicle_hourly WHERE hour < vehicle_floor LIMIT p_limit));
  GET DIAGNOSTICS vehicles = ROW_COUNT;
  RETURN meters + vehicles;
END
$$;

GRANT EXECUTE ON FUNCTION sum_closed_hour(), refresh_rollups(integer), delete_expired_rollups(integer) TO wattline_ingest;
