-- Readings that are late for a day which cannot be written: locked by hand, or detached and not to be attached again. They wait here,
-- acknowledged, so that no reading of another day waits for them: MQTT has messages acknowledged in the order in which they came.
--
-- A queue, not history: rows are taken in hand, and deleted once history has the reading. Empty in quiet times, and bounded by
-- whoever writes it.
CREATE TABLE deferred_reading (
  reading_id    uuid             NOT NULL,
  received_at   timestamptz      NOT NULL,
  -- Whoever took it in hand last has so long to get it into history.
  claimed_until timestamptz      DEFAULT '-infinity' NOT NULL,
  day           date             NOT NULL,
  device_id     text COLLATE "C" NOT NULL,
  kind          text COLLATE "C" NOT NULL,
  source        text COLLATE "C" NOT NULL,
  topic         text             NOT NULL,
  -- The reading in the wire format.
  payload       bytea            NOT NULL,
  CONSTRAINT deferred_reading_pkey PRIMARY KEY (device_id, reading_id),
  CONSTRAINT deferred_reading_received_at_check CHECK (isfinite(received_at)),
  CONSTRAINT deferred_reading_device_id_check CHECK (octet_length(device_id) BETWEEN 1 AND 64),
  CONSTRAINT deferred_reading_kind_check CHECK (kind IN ('meter', 'vehicle')),
  CONSTRAINT deferred_reading_source_check CHECK (source IN ('mqtt', 'http')),
  CONSTRAINT deferred_reading_topic_check CHECK (octet_length(topic) <= 65535),
  CONSTRAINT deferred_reading_payload_check CHECK (octet_length(payload) <= 65536)
);

CREATE INDEX deferred_reading_day_idx ON deferred_reading (kind, day, received_at);

GRANT SELECT, INSERT, DELETE, UPDATE (claimed_until) ON deferred_reading TO wattline_ingest;
GRANT SELECT ON deferred_reading TO wattline_query;

-- Whether the UTC day `p_day` of `p_table` can be written now: its partition is attached, and nobody holds a lock on it for longer
-- than a quarter of a second that keeps writers out.
CREATE FUNCTION can_write_day(p_table text, p_day date)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '250ms'
AS $$
DECLARE
  partition text := p_table || to_char(p_day, '_YYYY_MM_DD');
BEGIN
  PERFORM require_day_partitioned(p_table);
  IF NOT EXISTS (
    SELECT FROM pg_inherits
    WHERE inhparent = ('public.' || p_table)::regclass AND inhrelid = to_regclass('public.' || partition)
      AND NOT inhdetachpending) THEN
    RETURN false;
  END IF;
  EXECUTE format('LOCK TABLE public.%I IN ROW EXCLUSIVE MODE', partition);
  RETURN true;
EXCEPTION WHEN lock_not_available OR undefined_table THEN
  RETURN false;
END
$$;

GRANT EXECUTE ON FUNCTION can_write_day(text, date) TO wattline_ingest;
