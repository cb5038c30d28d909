-- A day is there when its partition is attached, not when a table has its name: a detached one would keep every reading of that
-- day waiting, and the batches with it. It is attached again. Whoever takes a day away for good renames it; a new one is made then.

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
  IF EXISTS (
    SELECT FROM pg_inherits
    WHERE inhparent = ('public.' || p_table)::regclass AND inhrelid = to_regclass('public.' || partition)
      AND NOT inhdetachpending) THEN
    RETURN false;
  END IF;
  IF to_regclass('public.' || partition) IS NOT NULL THEN
    -- Detached. ATTACH checks its shape and every row's day.
    EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', p_table, partition,
      to_char(p_day, 'YYYY-MM-DD"T00:00:00Z"'), to_char(p_day + 1, 'YYYY-MM-DD"T00:00:00Z"'));
    RETURN true;
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
