-- Which days have expired, said once: for the operator's list, for the jobs, and for the drop itself.

-- The partitions that end at or before the start of the UTC day `p_keep_from`. One that someone attached under another name is left to
-- them.
CREATE FUNCTION expired_partitions(p_table text, p_keep_from date)
  RETURNS SETOF text
  LANGUAGE sql
  STABLE
  SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT c.relname::text
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = ('public.' || p_table)::regclass
    AND c.relname ~ ('^' || p_table || '_[0-9]{4}_[0-9]{2}_[0-9]{2}$')
    AND right(c.relname, 10) < to_char(p_keep_from, 'YYYY_MM_DD')
$$;

CREATE OR REPLACE FUNCTION oldest_expired_partition(p_table text, p_keep_from date)
  RETURNS text
  LANGUAGE sql
  STABLE
  SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT min(name) FROM expired_partitions(p_table, p_keep_from) AS name
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
  expired := oldest_expired_partition(p_table, p_keep_from);
  IF expired IS NOT NULL THEN
    EXECUTE format('ALTER TABLE public.%I DETACH PARTITION public.%I', p_table, expired);
    EXECUTE format('DROP TABLE public.%I', expired);
  END IF;
  RETURN expired;
END
$$;
