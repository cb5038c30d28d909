-- Retention that no single clock and no single mistake can turn into a loss: the older of two cutoffs counts, and only a few days
-- of a table go within 24 hours. More is an operator's decision: `db.jar retain --confirm`.

-- Which days have been dropped, and when by the database's clock. Append-only; no role but the owner may touch it.
CREATE TABLE retention_drop (
  table_name     text COLLATE "C" NOT NULL,
  dropped_at     timestamptz      DEFAULT clock_timestamp() NOT NULL,
  partition_name text COLLATE "C" NOT NULL,
  CONSTRAINT retention_drop_pkey PRIMARY KEY (table_name, dropped_at)
);

-- The oldest partition that ends at or before the start of the UTC day `p_keep_from`; NULL when there is none.
CREATE FUNCTION oldest_expired_partition(p_table text, p_keep_from date)
  RETURNS text
  LANGUAGE sql
  STABLE
  SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT min(c.relname::text)
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = ('public.' || p_table)::regclass
    -- A partition that someone attached under another name is left to them.
    AND c.relname ~ ('^' || p_table || '_[0-9]{4}_[0-9]{2}_[0-9]{2}$')
    AND right(c.relname, 10) < to_char(p_keep_from, 'YYYY_MM_DD')
$$;

-- For the jobs: drops the oldest day that has expired by the caller's clock and by the database's, and returns its name; NULL when
-- none is left. `p_kept` is how long data is kept, `p_host_now` what the caller takes for now.
--
-- Raises 53400 where `p_max_drops` (1 to 1,000) days of the table went within the last 24 hours and another has expired; 22008 where
-- too little would be kept; 55P03 if readers or writers held the table for 500 ms.
CREATE FUNCTION drop_expired_day(p_table text, p_kept interval, p_host_now timestamptz, p_max_drops integer)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET timezone = 'UTC'
  SET lock_timeout = '500ms'
AS $$
DECLARE
  floor_days integer := CASE p_table WHEN 'rejected_message' THEN 1 ELSE 31 END;
  keep_from  date;
  expired    text;
BEGIN
  PERFORM require_day_partitioned(p_table);
  IF p_kept IS NULL OR p_host_now IS NULL OR p_max_drops IS NULL OR p_max_drops NOT BETWEEN 1 AND 1000 THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
      MESSAGE = 'retention needs how long to keep, what time it is, and how many days may go',
      HINT = 'Give 1 to 1000 days.';
  END IF;
  IF p_kept < make_interval(days => floor_days) THEN
    RAISE EXCEPTION USING ERRCODE = 'datetime_field_overflow',
      MESSAGE = format('%s must keep at least %s days', p_table, floor_days),
      HINT = format('Keep %s days or more.', floor_days);
  END IF;
  keep_from := (least(p_host_now, clock_timestamp()) - p_kept)::date;
  expired := oldest_expired_partition(p_table, keep_from);
  IF expired IS NULL THEN
    RETURN NULL;
  END IF;
  LOCK TABLE partition_turn IN EXCLUSIVE MODE;
  IF (SELECT count(*) FROM retention_drop WHERE table_name = p_table AND dropped_at > clock_timestamp() - interval '24 hours')
    >= p_max_drops THEN
    RAISE EXCEPTION USING ERRCODE = 'configuration_limit_exceeded',
      -- In the message: clients may hide hints with the values that details carry.
      MESSAGE = format('retention would drop %s, after %s days of %s within 24 hours; if that is wanted, run db.jar retain --confirm',
        expired, p_max_drops, p_table);
  END IF;
  expired := drop_expired_partition(p_table, keep_from);
  IF expired IS NOT NULL THEN
    INSERT INTO retention_drop (table_name, partition_name) VALUES (p_table, expired);
    DELETE FROM retention_drop WHERE dropped_at < clock_timestamp() - interval '30 days';
  END IF;
  RETURN expired;
END
$$;

REVOKE EXECUTE ON FUNCTION drop_expired_partition(text, date) FROM wattline_ingest;
GRANT EXECUTE ON FUNCTION drop_expired_day(text, interval, timestamptz, integer) TO wattline_ingest;
