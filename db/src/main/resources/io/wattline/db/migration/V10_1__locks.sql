-- What writers wait for, out of the reach of readers.
--
-- Advisory locks are open to every log-in of a database: whoever may only read could stop all writing by taking one. So the
-- locks that matter are now locks on tables of their own, which no role is granted anything on; only the functions below,
-- which run with the owner's rights, take them. The tables are empty, for good.
--
-- They are table locks, not row locks, on purpose. Writers share and one refresher excludes, and a waiting table lock makes
-- newcomers queue behind it, while a row that is locked FOR SHARE can be shared further past whoever waits to exclude: under
-- load an hour might never be closed. Nor does a table lock write anything. All of V7's argument stands, word for word, with
-- "the lock" being that of `rollup_gate`.

-- Writers share it until their end, whoever closes hours excludes them.
CREATE TABLE rollup_gate ();
-- Makes refreshers take turns.
CREATE TABLE rollup_turn ();
-- Makes and drops of day partitions take turns, so that no two ever wait for each other's table locks.
CREATE TABLE partition_turn ();

-- Who does the jobs that one ingestor does for all, until when. A lapse in a long round is harmless: every job may be done by
-- two at once.
CREATE TABLE maintenance_turn (
  holder   uuid,
  ends_at  timestamptz NOT NULL DEFAULT '-infinity',
  only_row boolean     NOT NULL DEFAULT true,
  CONSTRAINT maintenance_turn_pkey PRIMARY KEY (only_row),
  CONSTRAINT maintenance_turn_only_row_check CHECK (only_row)
);
INSERT INTO maintenance_turn DEFAULT VALUES;

-- Gives the turn to `p_holder` for two minutes and says so; false while it is another's. A turn that ends later than it can
-- was given by a clock that has been set back since: it is over.
CREATE FUNCTION take_maintenance_turn(p_holder uuid)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '2s'
AS $$
BEGIN
  UPDATE maintenance_turn
  SET holder = p_holder, ends_at = clock_timestamp() + interval '2 minutes'
  WHERE holder = p_holder OR ends_at NOT BETWEEN clock_timestamp() AND clock_timestamp() + interval '3 minutes';
  RETURN FOUND;
END
$$;

-- Ends the turn, if it is `p_holder`'s.
CREATE FUNCTION leave_maintenance_turn(p_holder uuid)
  RETURNS void
  LANGUAGE sql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '2s'
AS $$
  UPDATE maintenance_turn SET ends_at = '-infinity' WHERE holder = p_holder
$$;

GRANT EXECUTE ON FUNCTION take_maintenance_turn(uuid), leave_maintenance_turn(uuid) TO wattline_ingest;

CREATE OR REPLACE FUNCTION hold_closed_before()
  RETURNS timestamptz
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  held timestamptz;
BEGIN
  PERFORM require_read_committed();
  LOCK TABLE rollup_gate IN ROW SHARE MODE;
  -- Not in the statement above, whose snapshot is older than the lock.
  SELECT closed_before INTO held FROM rollup_state;
  RETURN held;
END
$$;

CREATE OR REPLACE FUNCTION advance_rollups(p_closed_before timestamptz)
  RETURNS timestamptz
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '500ms'
AS $$
DECLARE
  reached timestamptz;
BEGIN
  PERFORM require_read_committed();
  IF p_closed_before IS NULL OR NOT isfinite(p_closed_before) OR p_closed_before > clock_timestamp()
    OR date_bin('1 hour', p_closed_before, '1970-01-01T00:00:00Z') <> p_closed_before THEN
    RAISE EXCEPTION USING ERRCODE = 'datetime_field_overflow',
      MESSAGE = format('hours cannot be closed before %s', p_closed_before),
      HINT = 'Give a whole UTC hour that is not in the future.';
  END IF;

  SELECT closed_before INTO reached FROM rollup_state WHERE closed_before >= p_closed_before;
  IF FOUND THEN
    RETURN reached;
  END IF;
  LOCK TABLE rollup_gate IN EXCLUSIVE MODE;
  UPDATE rollup_state SET closed_before = greatest(closed_before, p_closed_before) RETURNING closed_before INTO reached;
  RETURN reached;
END
$$;

DROP FUNCTION rollup_lock_key();

CREATE OR REPLACE FUNCTION take_refresher_turn()
  RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  PERFORM require_read_committed();
  LOCK TABLE rollup_turn IN EXCLUSIVE MODE;
END
$$;

CREATE OR REPLACE FUNCTION ensure_day_partition(p_table text, p_day date)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET timezone = 'UTC'
  SET lock_timeout = '5s'
AS $$
DECLARE
  today     date := clock_timestamp()::date;
  partition text := p_table || to_char(p_day, '_YYYY_MM_DD');
BEGIN
  PERFORM require_day_partitioned(p_table);
  -- A device clock of 1970 or 2099 must not be able to fill the catalog with partitions.
  IF p_day IS NULL OR p_day NOT BETWEEN today - 400 AND today + 8 THEN
    RAISE EXCEPTION USING ERRCODE = 'datetime_field_overflow',
      MESSAGE = format('day %s of %s is outside the accepted window', p_day, p_table),
      HINT = format('Days from %s to %s are accepted.', today - 400, today + 8);
  END IF;

  LOCK TABLE partition_turn IN EXCLUSIVE MODE;
  IF to_regclass('public.' || partition) IS NOT NULL THEN
    RETURN false;
  END IF;

  EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)',
    partition, p_table);
  IF p_table <> 'rejected_message' THEN
    -- A sum reads the index alone only where vacuum has marked the pages all-visible. The defaults wait until a fifth of the
    -- table is new, most of a day; a fixed count gets every minute's pages done within minutes. It is cheap, for vacuum visits
    -- only new pages and an append-only index needs no clean-up. Frozen at once, the rows are never rewritten for wraparound.
    EXECUTE format('ALTER TABLE public.%I SET (autovacuum_vacuum_insert_threshold = 1000,'
      ' autovacuum_vacuum_insert_scale_factor = 0, autovacuum_freeze_min_age = 0)', partition);
  END IF;
  -- Bounds without a zone would move with the session's time zone.
  EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', p_table, partition,
    to_char(p_day, 'YYYY-MM-DD"T00:00:00Z"'), to_char(p_day + 1, 'YYYY-MM-DD"T00:00:00Z"'));
  RETURN true;
END
$$;

CREATE OR REPLACE FUNCTION drop_expired_partition(p_table text, p_keep_from date)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET timezone = 'UTC'
  SET lock_timeout = '500ms'
AS $$
DECLARE
  floor_days integer := CASE p_table WHEN 'rejected_message' THEN 1 ELSE 31 END;
  latest     date    := clock_timestamp()::date - floor_days;
  expired    text;
BEGIN
  PERFORM require_day_partitioned(p_table);
  IF p_keep_from IS NULL OR p_keep_from > latest THEN
    RAISE EXCEPTION USING ERRCODE = 'datetime_field_overflow',
      MESSAGE = format('%s must keep at least %s days', p_table, floor_days),
      HINT = format('Keep from %s or earlier.', latest);
  END IF;

  LOCK TABLE partition_turn IN EXCLUSIVE MODE;
  SELECT c.relname INTO expired
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = ('public.' || p_table)::regclass
    -- A partition that someone attached under another name is left to them.
    AND c.relname ~ ('^' || p_table || '_[0-9]{4}_[0-9]{2}_[0-9]{2}$')
    AND right(c.relname, 10) < to_char(p_keep_from, 'YYYY_MM_DD')
  ORDER BY c.relname
  LIMIT 1;

  IF expired IS NOT NULL THEN
    EXECUTE format('ALTER TABLE public.%I DETACH PARTITION public.%I', p_table, expired);
    EXECUTE format('DROP TABLE public.%I', expired);
  END IF;
  RETURN expired;
END
$$;
