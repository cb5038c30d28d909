-- The day partitions of meter_history, vehicle_history and rejected_message: made ahead or on demand, dropped by age.
--
-- The functions belong to wattline_owner and run with its rights, so that the ingestor's role can make and drop a day without
-- being able to alter a table. Both take the same advisory lock first, so no two of them ever wait for each other's table locks.

-- The tables that the functions below accept. Anything else is refused, so no name can be smuggled in.
CREATE FUNCTION require_day_partitioned(p_table text)
  RETURNS void
  LANGUAGE plpgsql
  IMMUTABLE
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF p_table IS NULL OR p_table NOT IN ('meter_history', 'vehicle_history', 'rejected_message') THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
      MESSAGE = 'not a table partitioned by day',
      HINT = 'Use meter_history, vehicle_history or rejected_message.';
  END IF;
END
$$;

-- Makes sure that the UTC day `p_day` of `p_table` has its partition; true if this call made it.
--
-- Call it on a connection of its own, outside any transaction that has written: the lock on the parent (SHARE UPDATE EXCLUSIVE)
-- lets open batches go on, which CREATE TABLE … PARTITION OF would not. Idempotent; two callers at once end with one partition.
-- Raises 22008 for a day outside [today - 400, today + 8] (UTC), 22023 for another table, 55P03 after five seconds of waiting.
CREATE FUNCTION ensure_day_partition(p_table text, p_day date)
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

  PERFORM pg_advisory_xact_lock(hashtextextended('wattline day partitions', 0));
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

-- Drops the oldest partition of `p_table` whose whole day lies before `p_keep_from`; returns its name, NULL when none is left.
--
-- One partition a call, so that the lock on the parent (ACCESS EXCLUSIVE, held until the caller commits) stays short: commit
-- after each call. Raises 55P03 when readers or writers do not let go within 500 ms: try again later. Raises 22008 when asked
-- to drop what is too young: history keeps at least 31 days, as long as late readings are accepted by default, the quarantine 1 day.
-- A configuration mistake, or a stolen password, cannot drop more.
CREATE FUNCTION drop_expired_partition(p_table text, p_keep_from date)
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

  PERFORM pg_advisory_xact_lock(hashtextextended('wattline day partitions', 0));
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

GRANT EXECUTE ON FUNCTION ensure_day_partition(text, date), drop_expired_partition(text, date) TO wattline_ingest;
