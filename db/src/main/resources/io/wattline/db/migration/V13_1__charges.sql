-- Charges, and what is remembered of a pair of vehicle and meter between two of them. Derived from history alone, always
-- repeatable from it.
--
-- made_before  every charge that was known before this whole hour has been made; never later than rollup_state.summed_before
-- charge_dirty what must be made again: late readings, void readings, changed mappings
--
-- Why no reading is ever missing from a charge. A reading of an hour before summed_before either was visible before that hour was
-- summed, and so before any statement that makes its charges began, or has a row in rollup_dirty (V7) and, by the trigger below, one
-- in charge_dirty, both visible at the same instant as itself. take_charge_marks() deletes marks in one statement, and charges are
-- made by later ones of the same READ COMMITTED transaction, whose snapshots are newer. Whoever makes charges takes turns.

CREATE TABLE charge (
  started_at    timestamptz      NOT NULL,
  ended_at      timestamptz      NOT NULL,
  known_at      timestamptz      NOT NULL,
  hours_on      double precision NOT NULL,
  coverage      double precision NOT NULL,
  ac_step       double precision NOT NULL,
  dc_step       double precision NOT NULL,
  peak_kw       double precision NOT NULL,
  overlap       double precision NOT NULL,
  temp_at_start double precision,
  soc_at_start  double precision,
  soc_at_end    double precision,
  cuts          integer          NOT NULL,
  -- How far the vehicle is behind the meter at either end; NULL where one side has no energy.
  start_lag_s   integer,
  end_lag_s     integer,
  vehicle_id    text COLLATE "C" NOT NULL,
  meter_id      text COLLATE "C" NOT NULL,
  kind          text COLLATE "C" NOT NULL,
  kwh_ac        numeric(20, 6)   NOT NULL,
  kwh_dc        numeric(20, 6)   NOT NULL,
  matched_ac    numeric(20, 6)   NOT NULL,
  matched_dc    numeric(20, 6)   NOT NULL,
  CONSTRAINT charge_pkey PRIMARY KEY (vehicle_id, started_at),
  CONSTRAINT charge_length_check CHECK (started_at < ended_at AND ended_at - started_at <= interval '24 hours'),
  CONSTRAINT charge_kind_check CHECK (kind IN ('judged', 'small', 'ac_only', 'dc_only'))
);

-- For the charges at a meter, of whatever vehicles.
CREATE INDEX charge_meter_idx ON charge (meter_id, started_at);

CREATE TABLE charge_state (
  made_before timestamptz NOT NULL,
  only_row    boolean     DEFAULT true NOT NULL,
  CONSTRAINT charge_state_pkey PRIMARY KEY (only_row),
  CONSTRAINT charge_state_only_row_check CHECK (only_row),
  CONSTRAINT charge_state_made_before_check CHECK (date_bin('1 hour', made_before, '1970-01-01T00:00:00Z') = made_before)
);

-- Where there is history already, its charges are made from the start.
INSERT INTO charge_state (made_before)
SELECT least(summed_before, oldest_history('meter_history'), oldest_history('vehicle_history')) FROM rollup_state;

-- Device-time whose charges no longer agree with history, [since, until). One row a device and transaction, never unique, never
-- updated.
CREATE TABLE charge_dirty (
  since     timestamptz                           NOT NULL,
  until     timestamptz                           NOT NULL,
  marked_at timestamptz DEFAULT clock_timestamp() NOT NULL,
  kind      text COLLATE "C"                      NOT NULL,
  device_id text COLLATE "C"                      NOT NULL,
  CONSTRAINT charge_dirty_kind_check CHECK (kind IN ('meter', 'vehicle')),
  CONSTRAINT charge_dirty_device_id_check CHECK (octet_length(device_id) BETWEEN 1 AND 64),
  CONSTRAINT charge_dirty_range_check CHECK (since < until)
) WITH (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

CREATE INDEX charge_dirty_device_idx ON charge_dirty (device_id, kind);

-- Readings with something wrong about them, counted a device and hour by whoever writes them: only readings that are new, but for
-- conflicts, which history did not take.
CREATE TABLE device_flaw (
  hour           timestamptz       NOT NULL,
  fields_dropped integer DEFAULT 0 NOT NULL,
  implausible    integer DEFAULT 0 NOT NULL,
  conflicts      integer DEFAULT 0 NOT NULL,
  device_id      text COLLATE "C"  NOT NULL,
  kind           text COLLATE "C"  NOT NULL,
  CONSTRAINT device_flaw_pkey PRIMARY KEY (device_id, kind, hour),
  CONSTRAINT device_flaw_kind_check CHECK (kind IN ('meter', 'vehicle')),
  CONSTRAINT device_flaw_hour_check CHECK (date_bin('1 hour', hour, '1970-01-01T00:00:00Z') = hour),
  CONSTRAINT device_flaw_counts_check CHECK (fields_dropped >= 0 AND implausible >= 0 AND conflicts >= 0)
);

-- All that the loss rule remembers of a pair after its last charge, to look at and to report: it follows from `charge` alone.
--
-- `mean` and `covariance` (upper triangle, row by row) are of (b, a, kappa, q).
CREATE TABLE loss_state (
  last_charge_at        timestamptz        NOT NULL,
  threshold             double precision   NOT NULL,
  degrees               double precision   NOT NULL,
  squares               double precision   NOT NULL,
  seen_kwh              double precision   NOT NULL,
  smallest_visible_loss double precision   NOT NULL,
  evidence_small        double precision   NOT NULL,
  evidence_large        double precision   NOT NULL,
  seen_charges          integer            NOT NULL,
  learning              boolean            NOT NULL,
  vehicle_id            text COLLATE "C"   NOT NULL,
  meter_id              text COLLATE "C"   NOT NULL,
  mean                  double precision[] NOT NULL,
  covariance            double precision[] NOT NULL,
  CONSTRAINT loss_state_pkey PRIMARY KEY (vehicle_id, meter_id)
);

-- What the rules over the hours of a pair have found; alerts are made of it and of charges. `device` is "pair" where it is both.
CREATE TABLE hour_finding (
  onset_at   timestamptz      NOT NULL,
  raised_at  timestamptz      NOT NULL,
  cleared_at timestamptz,
  vehicle_id text COLLATE "C" NOT NULL,
  meter_id   text COLLATE "C" NOT NULL,
  kind       text COLLATE "C" NOT NULL,
  device     text COLLATE "C" NOT NULL,
  facts      jsonb            NOT NULL,
  CONSTRAINT hour_finding_pkey PRIMARY KEY (vehicle_id, meter_id, kind, device, raised_at),
  CONSTRAINT hour_finding_order_check CHECK (cleared_at >= raised_at)
);

-- When a vehicle has to be looked at though nothing of it moves.
CREATE TABLE alert_due (
  due_at     timestamptz      NOT NULL,
  vehicle_id text COLLATE "C" NOT NULL,
  CONSTRAINT alert_due_pkey PRIMARY KEY (vehicle_id)
);

CREATE TABLE charge_turn ();

GRANT SELECT, UPDATE ON charge_state TO wattline_ingest;
GRANT SELECT, INSERT, DELETE ON charge, hour_finding TO wattline_ingest;
GRANT SELECT, INSERT, UPDATE, DELETE ON loss_state, alert_due TO wattline_ingest;
GRANT SELECT, INSERT, UPDATE ON device_flaw TO wattline_ingest;
GRANT SELECT ON charge, charge_state, charge_dirty, loss_state TO wattline_query;

-- The marks. Triggers, so that no writer of late readings, voids or mappings can forget them.

CREATE FUNCTION mark_charges_of_rollups()
  RETURNS trigger
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  INSERT INTO charge_dirty (kind, device_id, since, until)
  SELECT kind, device_id, min(hour), max(hour) + interval '1 hour' FROM fresh GROUP BY kind, device_id ORDER BY device_id, kind;
  RETURN NULL;
END
$$;

CREATE TRIGGER rollup_dirty_marks_charges AFTER INSERT ON rollup_dirty
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION mark_charges_of_rollups();

-- A conflict changes no sum, so its hour has no other mark.
CREATE TRIGGER device_flaw_marks_charges AFTER INSERT ON device_flaw
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION mark_charges_of_rollups();
CREATE TRIGGER device_flaw_change_marks_charges AFTER UPDATE ON device_flaw
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION mark_charges_of_rollups();

CREATE FUNCTION mark_charges_of_mappings()
  RETURNS trigger
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN
      INSERT INTO charge_dirty (kind, device_id, since, until) SELECT 'vehicle', vehicle_id, valid_from, valid_to FROM fresh;
    WHEN 'DELETE' THEN
      INSERT INTO charge_dirty (kind, device_id, since, until) SELECT 'vehicle', vehicle_id, valid_from, valid_to FROM stale;
    WHEN 'UPDATE' THEN
      -- A row that only ends earlier or later changes nothing before that.
      INSERT INTO charge_dirty (kind, device_id, since, until)
      SELECT 'vehicle', f.vehicle_id, least(f.valid_to, s.valid_to), greatest(f.valid_to, s.valid_to)
      FROM fresh f JOIN stale s ON (s.vehicle_id, s.valid_from, s.meter_id) = (f.vehicle_id, f.valid_from, f.meter_id)
      WHERE f.valid_to <> s.valid_to
      UNION ALL
      SELECT 'vehicle', f.vehicle_id, f.valid_from, f.valid_to FROM fresh f
      WHERE NOT EXISTS (
        SELECT FROM stale s WHERE (s.vehicle_id, s.valid_from, s.meter_id) = (f.vehicle_id, f.valid_from, f.meter_id))
      UNION ALL
      SELECT 'vehicle', s.vehicle_id, s.valid_from, s.valid_to FROM stale s
      WHERE NOT EXISTS (
        SELECT FROM fresh f WHERE (s.vehicle_id, s.valid_from, s.meter_id) = (f.vehicle_id, f.valid_from, f.meter_id));
  END CASE;
  RETURN NULL;
END
$$;

CREATE TRIGGER vehicle_meter_insert_marks_charges AFTER INSERT ON vehicle_meter
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION mark_charges_of_mappings();
CREATE TRIGGER vehicle_meter_update_marks_charges AFTER UPDATE ON vehicle_meter
  REFERENCING OLD TABLE AS stale NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION mark_charges_of_mappings();
CREATE TRIGGER vehicle_meter_delete_marks_charges AFTER DELETE ON vehicle_meter
  REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION mark_charges_of_mappings();

-- Makes those who make charges take turns, until the end of the transaction. A statement of its own before any that reads.
CREATE FUNCTION take_charge_turn()
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '5s'
AS $$
BEGIN
  PERFORM require_read_committed();
  LOCK TABLE charge_turn IN EXCLUSIVE MODE;
END
$$;

-- Takes the marks of up to `p_limit` devices, and returns what has to be made again of the vehicles they belong to. Takes only
-- devices that have been quiet since `p_quiet_since`, or were first marked before `p_marked_before`, and whose rollups agree with
-- history again. `since` is not before the oldest history, and may be after `until` where that is gone.
CREATE FUNCTION take_charge_marks(p_limit integer, p_quiet_since timestamptz, p_marked_before timestamptz)
  RETURNS TABLE (vehicle_id text, since timestamptz, until timestamptz)
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  oldest timestamptz := least(oldest_history('meter_history'), oldest_history('vehicle_history'));
BEGIN
  RETURN QUERY
  WITH device AS (
    SELECT d.kind, d.device_id
    FROM charge_dirty d
    GROUP BY d.kind, d.device_id
    HAVING (max(d.marked_at) <= p_quiet_since OR min(d.marked_at) <= p_marked_before)
      AND NOT EXISTS (
        SELECT FROM rollup_dirty r
        WHERE r.device_id = d.device_id AND r.kind = d.kind AND r.hour >= min(d.since) AND r.hour < max(d.until))
    ORDER BY min(d.marked_at)
    LIMIT p_limit
  ), taken AS (
    DELETE FROM charge_dirty d USING device
    WHERE d.device_id = device.device_id AND d.kind = device.kind
    RETURNING d.kind, d.device_id, d.since, d.until
  ), touched AS (
    SELECT t.device_id AS vehicle_id, t.since, t.until FROM taken t WHERE t.kind = 'vehicle'
    UNION ALL
    SELECT m.vehicle_id, greatest(t.since, m.valid_from), least(t.until, m.valid_to)
    FROM taken t JOIN vehicle_meter m ON m.meter_id = t.device_id AND m.valid_from < t.until AND m.valid_to > t.since
    WHERE t.kind = 'meter'
  )
  SELECT t.vehicle_id, greatest(min(t.since), oldest), max(t.until) FROM touched t GROUP BY t.vehicle_id ORDER BY t.vehicle_id;
END
$$;

-- The vehicles that a pass over the closed hours [p_from, p_to) has to look at, by id: those of which either side moved energy, and
-- those whose hours may raise or clear something (`hours`). Over more than one hour all that are mapped count for the latter.
CREATE FUNCTION vehicles_to_check(p_from timestamptz, p_to timestamptz)
  RETURNS TABLE (vehicle_id text, hours boolean)
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = 'force_custom_plan'
  -- One probe a device, whatever the statistics of a young table say.
  SET enable_seqscan = off
AS $$
BEGIN
  RETURN QUERY
  SELECT checked.vehicle_id, bool_or(checked.hours)
  FROM (
    SELECT m.vehicle_id, p_to - p_from > interval '1 hour' OR hour_rules_may_speak(m.vehicle_id, m.meter_id, p_from) AS hours,
      EXISTS (SELECT FROM meter_hourly h
        WHERE h.meter_id = m.meter_id AND h.hour >= p_from - interval '1 hour' AND h.hour < p_to AND h.kwh >= 0.02)
      OR EXISTS (SELECT FROM vehicle_hourly h
        WHERE h.vehicle_id = m.vehicle_id AND h.hour >= p_from - interval '1 hour' AND h.hour < p_to AND h.kwh >= 0.02)
      OR EXISTS (SELECT FROM alert_due d WHERE d.vehicle_id = m.vehicle_id AND d.due_at <= p_to + interval '10 minutes') AS moved
    FROM vehicle_meter m
    WHERE m.valid_from < p_to AND m.valid_to > p_from - interval '1 hour'
  ) AS checked
  WHERE checked.hours OR checked.moved
  GROUP BY checked.vehicle_id
  ORDER BY checked.vehicle_id;
END
$$;

-- Whether the hour that starts at `p_hour` may raise or clear anything of a pair that the rules over hours know: a few probes that
-- leave out the pairs about which those rules say nothing new. True where in doubt.
CREATE FUNCTION hour_rules_may_speak(p_vehicle_id text, p_meter_id text, p_hour timestamptz)
  RETURNS boolean
  LANGUAGE plpgsql
  STABLE
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  meter      meter_hourly;
  vehicle    vehicle_hourly;
  last_heard timestamptz;
BEGIN
  IF EXISTS (SELECT FROM hour_finding f WHERE f.vehicle_id = p_vehicle_id AND f.meter_id = p_meter_id AND f.cleared_at IS NULL)
    OR EXISTS (SELECT FROM device_flaw f WHERE f.device_id = p_meter_id AND f.kind = 'meter' AND f.hour = p_hour)
    OR EXISTS (SELECT FROM device_flaw f WHERE f.device_id = p_vehicle_id AND f.kind = 'vehicle' AND f.hour = p_hour) THEN
    RETURN true;
  END IF;
  SELECT * INTO meter FROM meter_hourly h WHERE h.meter_id = p_meter_id AND h.hour = p_hour;
  SELECT * INTO vehicle FROM vehicle_hourly h WHERE h.vehicle_id = p_vehicle_id AND h.hour = p_hour;
  IF meter.hour IS NULL THEN
    -- The sixth hour of silence.
    SELECT max(h.hour) INTO last_heard FROM meter_hourly h
    WHERE h.meter_id = p_meter_id AND h.hour >= p_hour - interval '6 hours' AND h.hour < p_hour;
    IF last_heard = p_hour - interval '6 hours' THEN
      RETURN true;
    END IF;
  END IF;
  IF vehicle.hour IS NULL AND meter.kwh > 0 THEN
    SELECT max(h.hour) INTO last_heard FROM vehicle_hourly h
    WHERE h.vehicle_id = p_vehicle_id AND h.hour >= p_hour - interval '7 days' AND h.hour < p_hour;
    IF last_heard <= p_hour - interval '6 hours' AND 2 <= (
      SELECT sum(h.kwh) FROM meter_hourly h WHERE h.meter_id = p_meter_id AND h.hour > last_heard AND h.hour <= p_hour) THEN
      RETURN true;
    END IF;
  END IF;
  -- The meter's silence may be longer than the vehicle's: it is the vehicle's sixth hour that counts.
  IF vehicle.hour IS NULL AND meter.hour IS NULL AND EXISTS (
    SELECT FROM vehicle_hourly h WHERE h.vehicle_id = p_vehicle_id AND h.hour = p_hour - interval '6 hours') THEN
    RETURN true;
  END IF;
  IF meter.kwh >= 0.1 AND coalesce(vehicle.kwh, 0) = 0 AND 12 <= (
    SELECT count(*) FROM meter_hourly h
    WHERE h.meter_id = p_meter_id AND h.hour > p_hour - interval '24 hours' AND h.hour <= p_hour AND h.kwh >= 0.1) THEN
    RETURN true;
  END IF;
  RETURN meter.voltage_min = meter.voltage_max AND 3 = (
    SELECT count(*) FROM meter_hourly h
    WHERE h.meter_id = p_meter_id AND h.hour > p_hour - interval '3 hours' AND h.hour <= p_hour
      AND h.voltage_min = meter.voltage_min AND h.voltage_max = meter.voltage_max)
    AND EXISTS (SELECT FROM meter_hourly h
      WHERE h.meter_id = p_meter_id AND h.hour > p_hour - interval '7 days' AND h.hour <= p_hour AND h.voltage_min < h.voltage_max);
END
$$;

-- The mappings of some vehicles, by vehicle and time.
CREATE FUNCTION vehicle_periods(p_vehicle_ids text[])
  RETURNS TABLE (vehicle_id text, meter_id text, valid_from timestamptz, valid_to timestamptz)
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT m.vehicle_id, m.meter_id, m.valid_from, m.valid_to
  FROM vehicle_meter m WHERE m.vehicle_id = ANY (p_vehicle_ids) ORDER BY m.vehicle_id, m.valid_from
$$;

-- The readings of stretches of time of meters, without void ones, by stretch (from 1) and time. All stretches lie in [p_from, p_to),
-- by which the day partitions are chosen.
CREATE FUNCTION meter_stretches(p_from timestamptz, p_to timestamptz, p_ids text[], p_starts timestamptz[], p_ends timestamptz[])
  RETURNS TABLE (stretch integer, ts timestamptz, kwh numeric)
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = 'force_custom_plan'
AS $$
BEGIN
  RETURN QUERY
  SELECT s.n::integer, h.ts, h.kwh
  FROM unnest(p_ids, p_starts, p_ends) WITH ORDINALITY AS s (id, starts, ends, n)
  CROSS JOIN LATERAL (
    SELECT m.ts, m.kwh FROM meter_history m
    WHERE m.meter_id = s.id AND m.ts >= s.starts AND m.ts < s.ends AND m.ts >= p_from AND m.ts < p_to
      AND m.ts <> ALL (ARRAY(
        SELECT v.ts FROM void_reading v WHERE v.kind = 'meter' AND v.device_id = s.id AND v.ts >= s.starts AND v.ts < s.ends))
  ) AS h
  ORDER BY s.n, h.ts;
END
$$;

-- The same for vehicles, with what they told of their batteries.
CREATE FUNCTION vehicle_stretches(p_from timestamptz, p_to timestamptz, p_ids text[], p_starts timestamptz[], p_ends timestamptz[])
  RETURNS TABLE (stretch integer, ts timestamptz, kwh numeric, soc real, battery_temp real)
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = 'force_custom_plan'
AS $$
BEGIN
  RETURN QUERY
  SELECT s.n::integer, h.ts, h.kwh, h.soc, h.battery_temp
  FROM unnest(p_ids, p_starts, p_ends) WITH ORDINALITY AS s (id, starts, ends, n)
  CROSS JOIN LATERAL (
    SELECT r.ts, r.kwh, r.soc, r.battery_temp FROM vehicle_history r
    WHERE r.vehicle_id = s.id AND r.ts >= s.starts AND r.ts < s.ends AND r.ts >= p_from AND r.ts < p_to
      AND r.ts <> ALL (ARRAY(
        SELECT v.ts FROM void_reading v WHERE v.kind = 'vehicle' AND v.device_id = s.id AND v.ts >= s.starts AND v.ts < s.ends))
  ) AS h
  ORDER BY s.n, h.ts;
END
$$;

-- The quarter hours of stretches in which either side moved at least 0.02 kWh, by stretch (from 1) and time. History is read only in
-- hours of which the rollup says that so much moved. All stretches lie in [p_from, p_to).
CREATE FUNCTION energy_quarters(
  p_from timestamptz, p_to timestamptz, p_vehicle_ids text[], p_meter_ids text[], p_starts timestamptz[], p_ends timestamptz[])
  RETURNS TABLE (stretch integer, quarter timestamptz, kwh_ac numeric, kwh_dc numeric)
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = 'force_custom_plan'
AS $$
BEGIN
  RETURN QUERY
  WITH wanted AS (
    SELECT n, vehicle_id, meter_id, starts, ends
    FROM unnest(p_vehicle_ids, p_meter_ids, p_starts, p_ends) WITH ORDINALITY AS s (vehicle_id, meter_id, starts, ends, n)
  ), moved AS (
    SELECT w.n, date_bin('15 minutes', h.ts, '1970-01-01T00:00:00Z') AS quarter, h.kwh AS ac, 0 AS dc
    FROM wanted w
    JOIN meter_hourly o ON o.meter_id = w.meter_id AND o.hour > w.starts - interval '1 hour' AND o.hour < w.ends AND o.kwh >= 0.02
    CROSS JOIN LATERAL (
      SELECT m.ts, m.kwh FROM meter_history m
      WHERE m.meter_id = w.meter_id AND m.ts >= greatest(o.hour, w.starts) AND m.ts < least(o.hour + interval '1 hour', w.ends)
        AND m.ts >= p_from AND m.ts < p_to AND m.kwh > 0
        AND m.ts <> ALL (ARRAY(
          SELECT v.ts FROM void_reading v
          WHERE v.kind = 'meter' AND v.device_id = w.meter_id AND v.ts >= o.hour AND v.ts < o.hour + interval '1 hour'))
    ) AS h
    UNION ALL
    SELECT w.n, date_bin('15 minutes', h.ts, '1970-01-01T00:00:00Z'), 0, h.kwh
    FROM wanted w
    JOIN vehicle_hourly o
      ON o.vehicle_id = w.vehicle_id AND o.hour > w.starts - interval '1 hour' AND o.hour < w.ends AND o.kwh >= 0.02
    CROSS JOIN LATERAL (
      SELECT r.ts, r.kwh FROM vehicle_history r
      WHERE r.vehicle_id = w.vehicle_id AND r.ts >= greatest(o.hour, w.starts) AND r.ts < least(o.hour + interval '1 hour', w.ends)
        AND r.ts >= p_from AND r.ts < p_to AND r.kwh > 0
        AND r.ts <> ALL (ARRAY(
          SELECT v.ts FROM void_reading v
          WHERE v.kind = 'vehicle' AND v.device_id = w.vehicle_id AND v.ts >= o.hour AND v.ts < o.hour + interval '1 hour'))
    ) AS h
  )
  SELECT q.n::integer, q.quarter, sum(q.ac), sum(q.dc)
  FROM moved q GROUP BY q.n, q.quarter HAVING sum(q.ac) >= 0.02 OR sum(q.dc) >= 0.02 ORDER BY q.n, q.quarter;
END
$$;

-- What both sides of pairs told in the whole hours of stretches, by stretch (from 1) and hour; hours in which neither told anything
-- are left out. The least and greatest energy of a meter's readings are asked of history only where the voltage did not move while
-- it did elsewhere in the stretch; otherwise they are NULL, but for hours without energy. All stretches lie in [p_from, p_to).
CREATE FUNCTION pair_hours(
  p_from timestamptz, p_to timestamptz, p_vehicle_ids text[], p_meter_ids text[], p_starts timestamptz[], p_ends timestamptz[])
  RETURNS TABLE (
    stretch integer, hour timestamptz, meter_readings integer, meter_kwh numeric, kwh_min numeric, kwh_max numeric,
    voltage_min real, voltage_max real, vehicle_readings integer, vehicle_kwh numeric,
    meter_dropped integer, meter_implausible integer, meter_conflicts integer,
    vehicle_dropped integer, vehicle_implausible integer, vehicle_conflicts integer)
  LANGUAGE plpgsql
  STABLE
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = 'force_custom_plan'
AS $$
BEGIN
  RETURN QUERY
  WITH wanted AS (
    SELECT s.n, s.vehicle_id, s.meter_id, s.starts, s.ends,
      EXISTS (SELECT FROM meter_hourly m WHERE m.meter_id = s.meter_id AND m.hour >= s.starts AND m.hour < s.ends
        AND m.voltage_min < m.voltage_max) AS voltage_moves
    FROM unnest(p_vehicle_ids, p_meter_ids, p_starts, p_ends) WITH ORDINALITY AS s (vehicle_id, meter_id, starts, ends, n)
  ), heard AS (
    SELECT w.n, w.vehicle_id, w.meter_id, w.voltage_moves, o.hour
    FROM wanted w CROSS JOIN LATERAL (
      SELECT m.hour FROM meter_hourly m
      WHERE m.meter_id = w.meter_id AND m.hour >= w.starts AND m.hour <= w.ends - interval '1 hour'
      UNION
      SELECT v.hour FROM vehicle_hourly v
      WHERE v.vehicle_id = w.vehicle_id AND v.hour >= w.starts AND v.hour <= w.ends - interval '1 hour'
      UNION
      SELECT f.hour FROM device_flaw f
      WHERE f.device_id IN (w.meter_id, w.vehicle_id) AND f.hour >= w.starts AND f.hour <= w.ends - interval '1 hour'
    ) AS o
  )
  SELECT e.n::integer, e.hour, coalesce(m.readings, 0), coalesce(m.kwh, 0),
    CASE WHEN m.readings_with_energy = 0 THEN 0 ELSE k.least END, CASE WHEN m.readings_with_energy = 0 THEN 0 ELSE k.greatest END,
    m.voltage_min, m.voltage_max, coalesce(v.readings, 0), coalesce(v.kwh, 0),
    coalesce(mf.fields_dropped, 0), coalesce(mf.implausible, 0), coalesce(mf.conflicts, 0),
    coalesce(vf.fields_dropped, 0), coalesce(vf.implausible, 0), coalesce(vf.conflicts, 0)
  FROM heard e
  LEFT JOIN meter_hourly m ON m.meter_id = e.meter_id AND m.hour = e.hour
  LEFT JOIN vehicle_hourly v ON v.vehicle_id = e.vehicle_id AND v.hour = e.hour
  LEFT JOIN device_flaw mf ON mf.device_id = e.meter_id AND mf.kind = 'meter' AND mf.hour = e.hour
  LEFT JOIN device_flaw vf ON vf.device_id = e.vehicle_id AND vf.kind = 'vehicle' AND vf.hour = e.hour
  LEFT JOIN LATERAL (
    SELECT min(r.kwh) AS least, max(r.kwh) AS greatest FROM meter_history r
    WHERE r.meter_id = e.meter_id AND r.ts >= e.hour AND r.ts < e.hour + interval '1 hour' AND r.ts >= p_from AND r.ts < p_to
      AND e.voltage_moves AND m.voltage_min = m.voltage_max AND m.readings_with_energy = m.readings AND m.readings >= 2
      AND r.ts <> ALL (ARRAY(
        SELECT d.ts FROM void_reading d
        WHERE d.kind = 'meter' AND d.device_id = e.meter_id AND d.ts >= e.hour AND d.ts < e.hour + interval '1 hour'))
  ) AS k ON true
  ORDER BY e.n, e.hour;
END
$$;

GRANT EXECUTE ON FUNCTION
  take_charge_turn(), take_charge_marks(integer, timestamptz, timestamptz),
  vehicles_to_check(timestamptz, timestamptz), vehicle_periods(text[]),
  meter_stretches(timestamptz, timestamptz, text[], timestamptz[], timestamptz[]),
  vehicle_stretches(timestamptz, timestamptz, text[], timestamptz[], timestamptz[]),
  energy_quarters(timestamptz, timestamptz, text[], text[], timestamptz[], timestamptz[]),
  pair_hours(timestamptz, timestamptz, text[], text[], timestamptz[], timestamptz[]) TO wattline_ingest;
