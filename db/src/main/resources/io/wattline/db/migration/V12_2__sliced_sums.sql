-- Sums of a closed hour in slices of devices, each a transaction of its own, so that no statement grows with the fleet and a crash
-- costs one slice. `summed_before` moves once the last slice is through, so until then readers sum history.
--
-- The argument of V7 and V10_2 needs one change. refresh_rollups leaves out marks of hours that are not summed yet, because their first
-- sum has a newer snapshot. That is not so of the hour whose slices have begun: a device of a slice that is through has been summed
-- already. So marks of that hour are handled as those of summed hours are. A device before the last one of that slice that sends its
-- first reading of the day late has a mark, too, and one behind it is found by a later slice.

ALTER TABLE rollup_state
  -- How far the slices of the hour at summed_before have come: '' before the first, and again once the hour is summed.
  ADD COLUMN summing_kind  text COLLATE "C" NOT NULL DEFAULT 'meter',
  ADD COLUMN summing_after text COLLATE "C" NOT NULL DEFAULT '',
  ADD CONSTRAINT rollup_state_summing_kind_check CHECK (summing_kind IN ('meter', 'vehicle'));

-- As in V8, but the first p_limit devices behind p_after.
DROP FUNCTION meters_of_day(timestamptz);
CREATE FUNCTION meters_of_day(p_hour timestamptz, p_after text, p_limit integer)
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
    WITH RECURSIVE meter (id, place) AS (
      (SELECT meter_id, 1 FROM meter_history WHERE meter_id > p_after AND ts >= day AND ts < next_day ORDER BY meter_id LIMIT 1)
      UNION ALL
      SELECT (SELECT h.meter_id FROM meter_history h
              WHERE h.meter_id > meter.id AND h.ts >= day AND h.ts < next_day ORDER BY h.meter_id LIMIT 1), place + 1
      FROM meter WHERE meter.id IS NOT NULL AND place < p_limit
    )
    SELECT coalesce(array_agg(id), '{}') FROM meter WHERE id IS NOT NULL);
END
$$;

-- The same for vehicles.
DROP FUNCTION vehicles_of_day(timestamptz);
CREATE FUNCTION vehicles_of_day(p_hour timestamptz, p_after text, p_limit integer)
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
    WITH RECURSIVE vehicle (id, place) AS (
      (SELECT vehicle_id, 1 FROM vehicle_history WHERE vehicle_id > p_after AND ts >= day AND ts < next_day
       ORDER BY vehicle_id LIMIT 1)
      UNION ALL
      SELECT (SELECT h.vehicle_id FROM vehicle_history h
              WHERE h.vehicle_id > vehicle.id AND h.ts >= day AND h.ts < next_day ORDER BY h.vehicle_id LIMIT 1), place + 1
      FROM vehicle WHERE vehicle.id IS NOT NULL AND place < p_limit
    )
    SELECT coalesce(array_agg(id), '{}') FROM vehicle WHERE id IS NOT NULL);
END
$$;

-- Sums the next `p_devices` (1 to 100,000) of the oldest hour that is closed and not yet summed, meters first, and returns the hour;
-- NULL when there is none.
--
-- Call it until NULL, each in a transaction of its own. Raises 22023 for another number, 55P03 after five seconds of waiting for another
-- refresher, 25000 outside READ COMMITTED.
DROP FUNCTION sum_closed_hour();
CREATE FUNCTION sum_closed_hour(p_devices integer DEFAULT 5000)
  RETURNS timestamptz
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '5s'
AS $$
DECLARE
  state rollup_state;
  ids   text[];
  room  integer := p_devices;
BEGIN
  IF p_devices IS NULL OR p_devices NOT BETWEEN 1 AND 100000 THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
      MESSAGE = 'the number of devices to sum is out of bounds',
      HINT = 'Give 1 to 100000.';
  END IF;
  PERFORM take_refresher_turn();
  SELECT * INTO state FROM rollup_state WHERE summed_before < closed_before;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;

  IF state.summing_kind = 'meter' THEN
    ids := meters_of_day(state.summed_before, state.summing_after, room);
    PERFORM sum_meter_hour(state.summed_before, ids);
    IF cardinality(ids) = room THEN
      UPDATE rollup_state SET summing_after = ids[room];
      RETURN state.summed_before;
    END IF;
    room := room - cardinality(ids);
    state.summing_after := '';
  END IF;
  ids := vehicles_of_day(state.summed_before, state.summing_after, room);
  PERFORM sum_vehicle_hour(state.summed_before, ids);
  IF cardinality(ids) = room THEN
    UPDATE rollup_state SET summing_kind = 'vehicle', summing_after = ids[room];
  ELSE
    UPDATE rollup_state
    SET summed_before = state.summed_before + interval '1 hour', summing_kind = 'meter', summing_after = '';
  END IF;
  RETURN state.summed_before;
END
$$;

GRANT EXECUTE ON FUNCTION sum_closed_hour(integer) TO wattline_ingest;

-- As in V12_1, with the hour whose slices have begun.
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
  PERFORM mark_matches(marks);

  -- What is not summed yet will be, by a later turn whose snapshot shows whatever these marks are for.
  SELECT summed_before + CASE WHEN (summing_kind, summing_after) = ('meter', '') THEN interval '0' ELSE '1 hour' END
  INTO summed FROM rollup_state;
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

-- As in V12_1; the slices start anew.
CREATE OR REPLACE FUNCTION resum_rollups(p_from timestamptz)
  RETURNS timestamptz
  LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '5s'
AS $$
DECLARE
  first   timestamptz := date_bin('1 hour', p_from, '1970-01-01T00:00:00Z');
  reached timestamptz;
BEGIN
  PERFORM take_refresher_turn();
  UPDATE rollup_state
  SET summed_before = least(summed_before, first), summing_kind = 'meter', summing_after = '',
    matched_from = least(matched_from, first - interval '1 hour'),
    matched_before = least(matched_before, first - interval '1 hour'),
    forward_after = ''
  RETURNING summed_before INTO reached;
  DELETE FROM matched_hourly WHERE hour >= first - interval '1 hour';
  DELETE FROM matched_daily WHERE day > first - interval '25 hours';
  RETURN reached;
END
$$;
