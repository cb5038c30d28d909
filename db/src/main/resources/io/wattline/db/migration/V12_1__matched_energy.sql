-- Matched energy by the hour and by the day: what a meter and the vehicle that it fed say of the same spans of time. The rule is
-- that of the module `energy` (SpanMatching); this file keeps its results, and says which of them count.
--
-- A row holds what the spans of one vehicle add up to whose later mark lies in the hour, over all mappings of that hour. It is made
-- by Java, in slices of vehicles, between begin_match() and end_match() in one READ COMMITTED transaction; match_inputs() gives the
-- readings and put_matched() takes the sums.
--
-- What the row of hour k depends on: mappings that overlap k; the readings of both devices from k - 1 h - 2 P up to k + 1 h + P,
-- where P is the pairing window (at most 5 min); which of those are void; and the settings in rollup_state. Hence
--   * a reading of hour h, late or void, changes rows of h - 1, h, h + 1 and, by the look-back over h + 2 h, of h + 2;
--   * a row needs the first P of the hour after its own. That hour is still open, so a reading of it counts as late from
--     closed_before + P on: hold_late_before() tells writers, who mark it as they mark those of closed hours.
-- The matched hours are [matched_from, matched_before): forward as hours are summed, backward, newest first, until the oldest
-- rollup, and then matched_from is '-infinity'.
--
-- The rule for readers, in one REPEATABLE READ transaction: the row of vehicle v and hour k, or that there is none, counts if k is
-- in [matched_from, least(matched_before, summed_before)), rollup_dirty has no mark of v or of a meter mapped to v in k for the
-- hours k - 2 to k + 1, and match_dirty has no mark of v over k. Everything else is matched from history by the same rule. The
-- row of a day is the sum of that day's hourly rows in every snapshot; it stands for them if the whole day is in that range, and
-- hours that do not count are taken out of it again: the sums are exact.
--
-- Why no reading and no change of a mapping is ever missing from a row that counts. Marks of rollup_dirty are deleted by
-- refresh_rollups, which in the same transaction puts them into match_dirty, for the vehicles that the meter is mapped to; whoever
-- maps it to another vehicle meanwhile marks that vehicle, by a trigger. Marks of match_dirty are deleted by begin_match alone, in a
-- statement before the one that reads history: so the argument of V7 holds for them word for word. The hour that a slice is of
-- right now has rows already for the vehicles before it, so marks of that hour are handled as those of matched hours are.

ALTER TABLE rollup_state
  ADD COLUMN matched_from   timestamptz,
  ADD COLUMN matched_before timestamptz,
  -- The last vehicle of the slice before, of the hour that is being matched forward, and backward.
  ADD COLUMN forward_after  text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN backward_after text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN pairing_window interval NOT NULL DEFAULT '30 s',
  -- The parts of MAPPING_RULE: what stands before and behind in the vehicle's id, then in the meter's; NULL without a rule.
  ADD COLUMN mapping_rule   text[],
  -- Which rule and which curve the rows were made by.
  ADD COLUMN matching       text COLLATE "C" NOT NULL DEFAULT '',
  ADD CONSTRAINT rollup_state_matched_check CHECK (matched_from <= matched_before AND (matched_from IS NULL) = (matched_before IS NULL)),
  ADD CONSTRAINT rollup_state_pairing_window_check CHECK (pairing_window BETWEEN '1 s' AND '5 min'),
  ADD CONSTRAINT rollup_state_mapping_rule_check CHECK (cardinality(mapping_rule) = 4);

CREATE TABLE matched_hourly (
  hour         timestamptz      NOT NULL,
  micros       bigint           NOT NULL,
  known_ac     bigint           NOT NULL,
  known_dc     bigint           NOT NULL,
  spans        integer          NOT NULL,
  vehicle_id   text COLLATE "C" NOT NULL,
  kwh_ac       numeric(20, 6)   NOT NULL,
  kwh_dc       numeric(20, 6)   NOT NULL,
  expected_dc  numeric(20, 6)   NOT NULL,
  standby      numeric(20, 6)   NOT NULL,
  CONSTRAINT matched_hourly_pkey PRIMARY KEY (vehicle_id, hour),
  CONSTRAINT matched_hourly_hour_check CHECK (date_bin('1 hour', hour, '1970-01-01T00:00:00Z') = hour)
);
CREATE INDEX matched_hourly_hour_idx ON matched_hourly (hour);

CREATE TABLE matched_daily (
  day          timestamptz      NOT NULL,
  micros       bigint           NOT NULL,
  known_ac     bigint           NOT NULL,
  known_dc     bigint           NOT NULL,
  spans        integer          NOT NULL,
  vehicle_id   text COLLATE "C" NOT NULL,
  kwh_ac       numeric(20, 6)   NOT NULL,
  kwh_dc       numeric(20, 6)   NOT NULL,
  expected_dc  numeric(20, 6)   NOT NULL,
  standby      numeric(20, 6)   NOT NULL,
  CONSTRAINT matched_daily_pkey PRIMARY KEY (vehicle_id, day),
  CONSTRAINT matched_daily_day_check CHECK (date_bin('1 day', day, '1970-01-01T00:00:00Z') = day)
);
CREATE INDEX matched_daily_day_idx ON matched_daily (day);

-- Hours [since, until) of vehicles whose rows no longer agree with history and mappings; the bounds may be infinite. Never unique and
-- never updated, as in rollup_dirty.
CREATE TABLE match_dirty (
  since      timestamptz      NOT NULL,
  until      timestamptz      NOT NULL,
  mark_id    uuid             NOT NULL DEFAULT gen_random_uuid(),
  vehicle_id text COLLATE "C" NOT NULL,
  CONSTRAINT match_dirty_pkey PRIMARY KEY (vehicle_id, since, mark_id),
  CONSTRAINT match_dirty_order_check CHECK (since < until)
) WITH (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

GRANT SELECT ON matched_hourly, matched_daily, match_dirty TO wattline_query;

-- For writers, as hold_closed_before(): before which instant a new reading needs a mark of its hour.
CREATE FUNCTION hold_late_before()
  RETURNS timestamptz
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  late timestamptz;
BEGIN
  PERFORM require_read_committed();
  LOCK TABLE rollup_gate IN ROW SHARE MODE;
  SELECT closed_before + pairing_window INTO late FROM rollup_state;
  RETURN late;
END
$$;

-- For ingestors of the version before, which know no other.
CREATE OR REPLACE FUNCTION hold_closed_before()
  RETURNS timestamptz
  LANGUAGE sql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
RETURN hold_late_before();

-- The meter that the rule names for a vehicle; NULL if it names none.
CREATE FUNCTION ruled_meter(p_rule text[], p_vehicle_id text)
  RETURNS text
  LANGUAGE sql
  IMMUTABLE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT named.meter_id
  FROM (
    SELECT p_rule[3] || substr(p_vehicle_id, length(p_rule[1]) + 1,
      greatest(length(p_vehicle_id) - length(p_rule[1]) - length(p_rule[2]), 0)) || p_rule[4] AS meter_id
  ) AS named
  WHERE length(p_vehicle_id) >= length(p_rule[1]) + length(p_rule[2])
    AND starts_with(p_vehicle_id, p_rule[1]) AND right(p_vehicle_id, length(p_rule[2])) = p_rule[2]
    AND named.meter_id ~ '^[A-Za-z0-9].{0,63}$'
$$;

-- The vehicle that the rule names a meter for; NULL if there is none. The rule read the other way round.
CREATE FUNCTION ruled_vehicle(p_rule text[], p_meter_id text)
  RETURNS text
  LANGUAGE sql
  IMMUTABLE
  SET search_path = pg_catalog, public, pg_temp
RETURN ruled_meter(ARRAY[p_rule[3], p_rule[4], p_rule[1], p_rule[2]], p_meter_id);

-- Marks the hours of [p_from, p_to) of the vehicle, and where a rule may have named its meter, or the meter's vehicle, all hours of
-- both: the rule steps back wherever a mapping speaks.
CREATE FUNCTION mark_mapping(p_vehicle_id text, p_meter_id text, p_from timestamptz, p_to timestamptz)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  rule text[];
BEGIN
  SELECT mapping_rule INTO rule FROM rollup_state;
  IF rule IS NULL THEN
    INSERT INTO match_dirty (vehicle_id, since, until)
    VALUES (p_vehicle_id, date_bin('1 hour', p_from, '1970-01-01T00:00:00Z'),
      date_bin('1 hour', p_to + interval '3599.999999 s', '1970-01-01T00:00:00Z'));
  ELSE
    INSERT INTO match_dirty (vehicle_id, since, until)
    SELECT DISTINCT id, '-infinity'::timestamptz, 'infinity'::timestamptz
    FROM unnest(ARRAY[p_vehicle_id, ruled_vehicle(rule, p_meter_id)]) AS vehicle (id) WHERE id IS NOT NULL;
  END IF;
END
$$;

CREATE FUNCTION mark_mapping_change()
  RETURNS trigger
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (OLD.vehicle_id, OLD.meter_id, OLD.valid_from) = (NEW.vehicle_id, NEW.meter_id, NEW.valid_from) THEN
      IF OLD.valid_to <> NEW.valid_to THEN
        PERFORM mark_mapping(NEW.vehicle_id, NEW.meter_id, least(OLD.valid_to, NEW.valid_to), greatest(OLD.valid_to, NEW.valid_to));
      END IF;
      RETURN NULL;
    END IF;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    PERFORM mark_mapping(OLD.vehicle_id, OLD.meter_id, OLD.valid_from, OLD.valid_to);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM mark_mapping(NEW.vehicle_id, NEW.meter_id, NEW.valid_from, NEW.valid_to);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER vehicle_meter_marks AFTER INSERT OR UPDATE OR DELETE ON vehicle_meter
  FOR EACH ROW EXECUTE FUNCTION mark_mapping_change();

-- Puts marks of device-hours into match_dirty, for the vehicles whose rows depend on them.
CREATE FUNCTION mark_matches(p_marks rollup_dirty[])
  RETURNS void
  LANGUAGE sql
  SET search_path = pg_catalog, public, pg_temp
AS $$
  INSERT INTO match_dirty (vehicle_id, since, until)
  SELECT vehicle_id, hour - interval '1 hour', hour + interval '3 hours'
  FROM (
    SELECT device_id AS vehicle_id, hour FROM unnest(p_marks) WHERE kind = 'vehicle'
    UNION
    SELECT v.vehicle_id, d.hour
    FROM unnest(p_marks) AS d
    JOIN vehicle_meter v ON v.meter_id = d.device_id
      AND v.valid_from < d.hour + interval '3 hours' AND v.valid_to > d.hour - interval '1 hour'
    WHERE d.kind = 'meter'
    UNION
    SELECT ruled_vehicle(s.mapping_rule, d.device_id), d.hour
    FROM unnest(p_marks) AS d CROSS JOIN rollup_state s
    WHERE d.kind = 'meter' AND ruled_vehicle(s.mapping_rule, d.device_id) IS NOT NULL
  ) AS touched
  ORDER BY vehicle_id, hour
$$;

-- As in V10_2; the marks go to match_dirty in the same transaction.
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

-- As in V8; what was matched from the history before goes too.
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
  SET summed_before = least(summed_before, first),
    matched_from = least(matched_from, first - interval '1 hour'),
    matched_before = least(matched_before, first - interval '1 hour'),
    forward_after = ''
  RETURNING summed_before INTO reached;
  DELETE FROM matched_hourly WHERE hour >= first - interval '1 hour';
  DELETE FROM matched_daily WHERE day > first - interval '25 hours';
  RETURN reached;
END
$$;

-- Says how energies are matched from now on. If that has changed, nothing that was matched before counts any more, and all is made
-- again. Raises 55P03 if writers do not finish within 500 ms, to be tried again later; 23514 for a bad setting.
CREATE FUNCTION set_matching(p_pairing_window interval, p_mapping_rule text[], p_matching text)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '500ms'
AS $$
BEGIN
  PERFORM require_read_committed();
  PERFORM FROM rollup_state
  WHERE (pairing_window, mapping_rule, matching) IS NOT DISTINCT FROM (p_pairing_window, p_mapping_rule, p_matching);
  IF FOUND THEN
    RETURN false;
  END IF;
  PERFORM take_refresher_turn();
  -- Writers that hold the pairing window from before are through: whatever they left unmarked is visible to whoever matches next.
  LOCK TABLE rollup_gate IN EXCLUSIVE MODE;
  UPDATE rollup_state
  SET pairing_window = p_pairing_window, mapping_rule = p_mapping_rule, matching = p_matching,
    matched_from = summed_before, matched_before = summed_before, forward_after = '', backward_after = '';
  RETURN true;
END
$$;

-- Vehicles that a meter fed at any time in [p_from, p_until), as far as mappings and the rule say: the first p_limit behind p_after.
CREATE FUNCTION mapped_vehicles(p_from timestamptz, p_until timestamptz, p_after text, p_limit integer)
  RETURNS text[]
  LANGUAGE sql
  STABLE
  SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT coalesce(array_agg(vehicle_id), '{}')
  FROM (
    (SELECT DISTINCT vehicle_id FROM vehicle_meter
     WHERE vehicle_id > p_after AND valid_from < p_until AND valid_to > p_from ORDER BY vehicle_id LIMIT p_limit)
    UNION
    (SELECT live.vehicle_id FROM vehicle_live AS live CROSS JOIN rollup_state AS s
     WHERE s.mapping_rule IS NOT NULL AND live.vehicle_id > p_after
       AND ruled_meter(s.mapping_rule, live.vehicle_id) IS NOT NULL
     ORDER BY live.vehicle_id LIMIT p_limit)
    ORDER BY vehicle_id LIMIT p_limit
  ) AS first
$$;

-- Whether the row of the day is made with that hour: the last one going forward, the first one going backward.
CREATE FUNCTION ends_day(p_hour timestamptz)
  RETURNS boolean
  LANGUAGE sql
  IMMUTABLE
  SET search_path = pg_catalog, pg_temp
RETURN date_part('hour', p_hour AT TIME ZONE 'UTC') IN (0, 23);

-- The vehicles of a slice: those of the whole day where its row is made with the hour.
CREATE FUNCTION vehicles_to_match(p_hour timestamptz, p_after text, p_limit integer)
  RETURNS text[]
  LANGUAGE sql
  STABLE
  SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT CASE WHEN ends_day(p_hour)
    THEN mapped_vehicles(date_bin('1 day', p_hour, '1970-01-01T00:00:00Z'),
      date_bin('1 day', p_hour, '1970-01-01T00:00:00Z') + interval '24 hours', p_after, p_limit)
    ELSE mapped_vehicles(p_hour, p_hour + interval '1 hour', p_after, p_limit) END
$$;

-- What is to be matched next: `p_vehicles` (1 to 10,000) of the oldest hour that is summed and not matched; else what marks say, up
-- to as many vehicle-hours; else of the hour before the oldest that is matched. Nothing: no row.
--
-- Starts a READ COMMITTED transaction that goes on with match_inputs() and put_matched() for all of them and ends with end_match().
-- `hour` is NULL for marks; `is_last`: nothing of the hour is left behind it. Raises 22023 for another number, 55P03 after five seconds
-- of waiting for another refresher, 25000 outside READ COMMITTED.
CREATE FUNCTION begin_match(p_vehicles integer)
  RETURNS TABLE (work text, hour timestamptz, vehicle_ids text[], hours timestamptz[], is_last boolean, pairing_seconds integer)
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '5s'
AS $$
DECLARE
  state     rollup_state;
  -- Every summed hour with a reading has a row, so there is nothing to match before the first.
  oldest    timestamptz := least((SELECT min(m.hour) FROM meter_hourly AS m), (SELECT min(v.hour) FROM vehicle_hourly AS v));
  marked    record;
  -- With the hours of which some vehicles have been matched already.
  countable tstzmultirange;
  todo      tstzmultirange;
  chosen    timestamptz[];
  room      integer := p_vehicles;
BEGIN
  IF p_vehicles IS NULL OR p_vehicles NOT BETWEEN 1 AND 10000 THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
      MESSAGE = 'the number of vehicles to match is out of bounds',
      HINT = 'Give 1 to 10000.';
  END IF;
  PERFORM take_refresher_turn();
  UPDATE rollup_state SET matched_from = summed_before, matched_before = summed_before WHERE matched_before IS NULL;
  SELECT * INTO state FROM rollup_state;
  pairing_seconds := extract(epoch FROM state.pairing_window);

  IF state.matched_before < state.summed_before THEN
    work := 'forward';
    hour := state.matched_before;
    vehicle_ids := vehicles_to_match(hour, state.forward_after, p_vehicles);
  ELSE
    -- The vehicles whose marks reach furthest, each with all of its marks at once and its newest hours first, so that a change of
    -- many mappings shows in recent windows soon. What lies outside the countable hours is matched when its turn comes.
    work := 'marks';
    vehicle_ids := '{}';
    hours := '{}';
    countable := tstzmultirange(tstzrange(
      greatest(state.matched_from - CASE state.backward_after WHEN '' THEN interval '0' ELSE '1 hour' END, oldest - interval '2 hours'),
      state.matched_before + CASE state.forward_after WHEN '' THEN interval '0' ELSE '1 hour' END));
    FOR marked IN SELECT m.vehicle_id AS id FROM match_dirty AS m GROUP BY 1 ORDER BY max(m.until) DESC, 1 LIMIT p_vehicles LOOP
      WITH taken AS (DELETE FROM match_dirty AS m WHERE m.vehicle_id = marked.id RETURNING m.since, m.until)
      SELECT range_agg(tstzrange(taken.since, taken.until)) INTO todo FROM taken;
      todo := todo * countable;
      SELECT array_agg(h) INTO chosen FROM (
        SELECT h FROM unnest(todo) AS part CROSS JOIN generate_series(lower(part), upper(part) - interval '1 hour', interval '1 hour') AS h
        ORDER BY h DESC LIMIT least(room, 48)) AS newest;
      IF chosen IS NULL THEN
        CONTINUE;
      END IF;
      INSERT INTO match_dirty (vehicle_id, since, until)
      SELECT marked.id, lower(part), upper(part)
      FROM unnest(todo * tstzmultirange(tstzrange('-infinity', chosen[cardinality(chosen)]))) AS part;
      vehicle_ids := vehicle_ids || array_fill(marked.id, ARRAY[cardinality(chosen)]);
      hours := hours || chosen;
      room := p_vehicles - cardinality(hours);
      EXIT WHEN room <= 0;
    END LOOP;
    IF FOUND THEN
      is_last := false;
      RETURN NEXT;
      RETURN;
    END IF;
    IF NOT isfinite(state.matched_from) THEN
      RETURN;
    END IF;
    IF oldest IS NULL OR state.matched_from <= oldest THEN
      UPDATE rollup_state SET matched_from = '-infinity';
      RETURN;
    END IF;
    work := 'backward';
    hour := state.matched_from - interval '1 hour';
    vehicle_ids := vehicles_to_match(hour, state.backward_after, p_vehicles);
  END IF;
  hours := array_fill(hour, ARRAY[cardinality(vehicle_ids)]);
  is_last := cardinality(vehicle_ids) < p_vehicles;
  IF (CASE work WHEN 'forward' THEN state.forward_after ELSE state.backward_after END) = '' THEN
    -- Left by other settings.
    DELETE FROM matched_hourly AS m WHERE m.hour = begin_match.hour;
    DELETE FROM matched_daily AS m
    WHERE m.day = date_bin('1 day', begin_match.hour, '1970-01-01T00:00:00Z') AND ends_day(begin_match.hour);
  END IF;
  RETURN NEXT;
END
$$;

-- What the given vehicle-hours are matched with: a row for each mapping in the hour. Times are microseconds from the start of the
-- hour, energies millionths of a kWh, -1 for a void reading; NULL arrays where there is none. At most 50,000 readings of a side, one
-- every seventh of a second: what lies behind them counts as a gap.
--
-- The hours should lie close together: every day between the first and the last is looked into.
CREATE FUNCTION match_inputs(p_vehicle_ids text[], p_hours timestamptz[])
  RETURNS TABLE (
    vehicle_id text, hour timestamptz, meter_id text, since timestamptz, until timestamptz,
    meter_micros bigint[], meter_kwh bigint[], vehicle_micros bigint[], vehicle_kwh bigint[])
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = 'force_custom_plan'
  SET jit = off
AS $$
DECLARE
  back  interval;
  ahead interval;
  rule  text[];
  first timestamptz;
  last  timestamptz;
BEGIN
  SELECT interval '1 hour' + 2 * pairing_window, interval '1 hour' + pairing_window, mapping_rule INTO back, ahead, rule
  FROM rollup_state;
  SELECT min(h) - back, max(h) + ahead INTO first, last FROM unnest(p_hours) AS h;
  RETURN QUERY
  SELECT w.vehicle_id, w.hour, p.meter_id, p.valid_from, p.valid_to, m.micros, m.kwh, v.micros, v.kwh
  FROM unnest(p_vehicle_ids, p_hours) AS w (vehicle_id, hour)
  CROSS JOIN LATERAL (
    SELECT mapped.meter_id, mapped.valid_from, mapped.valid_to FROM vehicle_meter AS mapped
    WHERE mapped.vehicle_id = w.vehicle_id AND mapped.valid_from < w.hour + interval '1 hour' AND mapped.valid_to > w.hour
    UNION ALL
    SELECT named.meter_id, '-infinity', 'infinity' FROM (SELECT ruled_meter(rule, w.vehicle_id) AS meter_id) AS named
    WHERE rule IS NOT NULL AND named.meter_id IS NOT NULL
      AND EXISTS (SELECT FROM vehicle_live AS live WHERE live.vehicle_id = w.vehicle_id)
      AND NOT EXISTS (SELECT FROM vehicle_meter AS spoken WHERE spoken.vehicle_id = w.vehicle_id)
      AND NOT EXISTS (SELECT FROM vehicle_meter AS spoken WHERE spoken.meter_id = named.meter_id)
  ) AS p
  CROSS JOIN LATERAL (
    SELECT array_agg(r.micros) AS micros, array_agg(r.kwh) AS kwh
    FROM (
      SELECT (date_part('epoch', h.ts - w.hour) * 1000000)::bigint AS micros,
        CASE WHEN h.ts = ANY (ARRAY(
          SELECT gone.ts FROM void_reading AS gone
          WHERE gone.kind = 'meter' AND gone.device_id = p.meter_id AND gone.ts >= w.hour - back AND gone.ts < w.hour + ahead))
        THEN -1 ELSE (h.kwh * 1000000)::bigint END AS kwh
      FROM meter_history AS h
      WHERE h.meter_id = p.meter_id AND h.ts >= w.hour - back AND h.ts < w.hour + ahead AND h.ts >= first AND h.ts < last
      ORDER BY h.ts
      LIMIT 50000
    ) AS r
  ) AS m
  CROSS JOIN LATERAL (
    SELECT array_agg(r.micros) AS micros, array_agg(r.kwh) AS kwh
    FROM (
      SELECT (date_part('epoch', h.ts - w.hour) * 1000000)::bigint AS micros,
        CASE WHEN h.ts = ANY (ARRAY(
          SELECT gone.ts FROM void_reading AS gone
          WHERE gone.kind = 'vehicle' AND gone.device_id = w.vehicle_id AND gone.ts >= w.hour - back AND gone.ts < w.hour + ahead))
        THEN -1 ELSE (h.kwh * 1000000)::bigint END AS kwh
      FROM vehicle_history AS h
      WHERE h.vehicle_id = w.vehicle_id AND h.ts >= w.hour - back AND h.ts < w.hour + ahead AND h.ts >= first AND h.ts < last
      ORDER BY h.ts
      LIMIT 50000
    ) AS r
  ) AS v;
END
$$;

-- Puts the sums of vehicle-hours in the place of whatever was there, and makes the rows of their days again where they are complete.
--
-- Times are microseconds, energies millionths of a kWh; a vehicle-hour without any known time leaves no row.
CREATE FUNCTION put_matched(
  p_vehicle_ids text[], p_hours timestamptz[], p_spans integer[], p_micros bigint[], p_known_ac bigint[], p_known_dc bigint[],
  p_kwh_ac bigint[], p_kwh_dc bigint[], p_expected_dc bigint[], p_standby bigint[], p_all_days boolean)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  DELETE FROM matched_hourly AS held USING unnest(p_vehicle_ids, p_hours) AS w (vehicle_id, hour)
  WHERE held.vehicle_id = w.vehicle_id AND held.hour = w.hour;
  INSERT INTO matched_hourly (vehicle_id, hour, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby)
  SELECT vehicle_id, hour, spans, micros, known_ac, known_dc, kwh_ac * 0.000001, kwh_dc * 0.000001, expected_dc * 0.000001, standby * 0.000001
  FROM unnest(p_vehicle_ids, p_hours, p_spans, p_micros, p_known_ac, p_known_dc, p_kwh_ac, p_kwh_dc, p_expected_dc, p_standby)
    AS w (vehicle_id, hour, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby)
  WHERE known_ac > 0 OR known_dc > 0 OR spans > 0
  ORDER BY vehicle_id, hour;

  DELETE FROM matched_daily AS held
  USING (
    SELECT DISTINCT vehicle_id, date_bin('1 day', hour, '1970-01-01T00:00:00Z') AS day
    FROM unnest(p_vehicle_ids, p_hours) AS w (vehicle_id, hour) WHERE p_all_days OR ends_day(hour)
  ) AS w
  WHERE held.vehicle_id = w.vehicle_id AND held.day = w.day;
  INSERT INTO matched_daily (vehicle_id, day, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby)
  SELECT w.vehicle_id, w.day, h.spans, h.micros, h.known_ac, h.known_dc, h.kwh_ac, h.kwh_dc, h.expected_dc, h.standby
  FROM (
    SELECT DISTINCT vehicle_id, date_bin('1 day', hour, '1970-01-01T00:00:00Z') AS day
    FROM unnest(p_vehicle_ids, p_hours) AS w (vehicle_id, hour) WHERE p_all_days OR ends_day(hour)
  ) AS w
  CROSS JOIN LATERAL (
    SELECT sum(spans) AS spans, sum(micros) AS micros, sum(known_ac) AS known_ac, sum(known_dc) AS known_dc, sum(kwh_ac) AS kwh_ac,
      sum(kwh_dc) AS kwh_dc, sum(expected_dc) AS expected_dc, sum(standby) AS standby
    FROM matched_hourly AS held
    WHERE held.vehicle_id = w.vehicle_id AND held.hour >= w.day AND held.hour < w.day + interval '24 hours'
  ) AS h
  WHERE h.spans IS NOT NULL
  ORDER BY w.vehicle_id, w.day;
END
$$;

-- Ends what begin_match() began: the next slice starts behind `p_last`, or the hour is done.
CREATE FUNCTION end_match(p_work text, p_hour timestamptz, p_last text, p_is_last boolean)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  day_start timestamptz := date_bin('1 day', p_hour, '1970-01-01T00:00:00Z');
BEGIN
  IF p_is_last AND ends_day(p_hour) THEN
    -- Vehicles that have lost their mapping since: their hours have marks, but rows still, and so the day must have one.
    INSERT INTO matched_daily (vehicle_id, day, spans, micros, known_ac, known_dc, kwh_ac, kwh_dc, expected_dc, standby)
    SELECT h.vehicle_id, day_start, sum(h.spans), sum(h.micros), sum(h.known_ac), sum(h.known_dc), sum(h.kwh_ac), sum(h.kwh_dc),
      sum(h.expected_dc), sum(h.standby)
    FROM matched_hourly AS h
    WHERE h.hour >= day_start AND h.hour < day_start + interval '24 hours'
      AND NOT EXISTS (SELECT FROM matched_daily AS d WHERE d.vehicle_id = h.vehicle_id AND d.day = day_start)
    GROUP BY h.vehicle_id
    ORDER BY h.vehicle_id;
  END IF;
  IF p_work = 'forward' THEN
    UPDATE rollup_state
    SET matched_before = CASE WHEN p_is_last THEN p_hour + interval '1 hour' ELSE matched_before END,
      forward_after = CASE WHEN p_is_last THEN '' ELSE p_last END
    WHERE matched_before = p_hour;
  ELSIF p_work = 'backward' THEN
    UPDATE rollup_state
    SET matched_from = CASE WHEN p_is_last THEN p_hour ELSE matched_from END,
      backward_after = CASE WHEN p_is_last THEN '' ELSE p_last END
    WHERE matched_from = p_hour + interval '1 hour';
  END IF;
END
$$;

-- As in V8, with what was matched.
CREATE OR REPLACE FUNCTION delete_expired_rollups(p_limit integer)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '5s'
AS $$
DECLARE
  meter_floor   timestamptz := oldest_history('meter_history');
  vehicle_floor timestamptz := oldest_history('vehicle_history');
  deleted       integer := 0;
  rows          integer;
BEGIN
  IF p_limit IS NULL OR p_limit NOT BETWEEN 1 AND 100000 THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
      MESSAGE = 'the limit of rollups to delete is out of bounds',
      HINT = 'Give 1 to 100000.';
  END IF;
  DELETE FROM meter_hourly WHERE ctid = ANY (ARRAY(SELECT ctid FROM meter_hourly WHERE hour < meter_floor LIMIT p_limit));
  GET DIAGNOSTICS rows = ROW_COUNT;
  deleted := deleted + rows;
  DELETE FROM vehicle_hourly WHERE ctid = ANY (ARRAY(SELECT ctid FROM vehicle_hourly WHERE hour < vehicle_floor LIMIT p_limit));
  GET DIAGNOSTICS rows = ROW_COUNT;
  deleted := deleted + rows;
  DELETE FROM matched_hourly
  WHERE ctid = ANY (ARRAY(SELECT ctid FROM matched_hourly WHERE hour < greatest(meter_floor, vehicle_floor) LIMIT p_limit));
  GET DIAGNOSTICS rows = ROW_COUNT;
  deleted := deleted + rows;
  DELETE FROM matched_daily
  WHERE ctid = ANY (ARRAY(SELECT ctid FROM matched_daily WHERE day < greatest(meter_floor, vehicle_floor) LIMIT p_limit));
  GET DIAGNOSTICS rows = ROW_COUNT;
  RETURN deleted + rows;
END
$$;

GRANT EXECUTE ON FUNCTION hold_late_before(), set_matching(interval, text[], text), begin_match(integer), match_inputs(text[], timestamptz[]),
  put_matched(text[], timestamptz[], integer[], bigint[], bigint[], bigint[], bigint[], bigint[], bigint[], bigint[], boolean),
  end_match(text, timestamptz, text, boolean) TO wattline_ingest;
GRANT EXECUTE ON FUNCTION match_inputs(text[], timestamptz[]), ruled_meter(text[], text) TO wattline_query;
