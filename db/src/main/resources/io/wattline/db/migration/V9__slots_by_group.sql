-- Ingestors are counted in their share group, and only while they have an MQTT session up: a lease proves only that the
-- database can be reached. Slots say when they were last served.
--
-- * `lease` is how long the lease was when it was given. A lease that ends later than that plus a minute from now was given by
--   a clock that has been set back since, and counts as expired.
-- * `connected_since` is NULL while no session is up. `served_at` is when a holder with the slot's session up last renewed it;
--   NULL is not known, of a slot that has been held by an earlier version only.

ALTER TABLE ingestor
  ADD COLUMN share_group     text COLLATE "C" DEFAULT 'ingestors' NOT NULL,
  ADD COLUMN lease           interval         DEFAULT '10 minutes' NOT NULL,
  ADD COLUMN connected_since timestamptz,
  ADD CONSTRAINT ingestor_share_group_check CHECK (octet_length(share_group) BETWEEN 1 AND 255 AND share_group !~ '[/+#]'),
  ADD CONSTRAINT ingestor_lease_check CHECK (lease BETWEEN interval '0 s' AND interval '1 day'),
  ADD CONSTRAINT ingestor_connected_since_check CHECK (isfinite(connected_since));

UPDATE ingestor SET share_group = held.share_group
FROM (SELECT DISTINCT ON (ingestor_id) ingestor_id, share_group FROM consumer_slot
      WHERE ingestor_id IS NOT NULL ORDER BY ingestor_id, expires_at DESC) AS held
WHERE held.ingestor_id = ingestor.ingestor_id;

ALTER TABLE ingestor
  DROP CONSTRAINT ingestor_pkey,
  ADD CONSTRAINT ingestor_pkey PRIMARY KEY (share_group, ingestor_id);

ALTER TABLE consumer_slot
  ADD COLUMN lease     interval DEFAULT '10 minutes' NOT NULL,
  ADD COLUMN served_at timestamptz,
  ADD CONSTRAINT consumer_slot_lease_check CHECK (lease BETWEEN interval '0 s' AND interval '1 day'),
  ADD CONSTRAINT consumer_slot_served_at_check CHECK (isfinite(served_at));

-- One row a group, to lock: renewals share it, changing the slot count excludes them. A row rather than an advisory lock,
-- which any log-in could take and hold.
CREATE TABLE share_group (
  share_group text COLLATE "C" NOT NULL,
  CONSTRAINT share_group_pkey PRIMARY KEY (share_group),
  CONSTRAINT share_group_share_group_check
    CHECK (octet_length(share_group) BETWEEN 1 AND 255 AND share_group !~ '[/+#]')
);

INSERT INTO share_group SELECT share_group FROM consumer_slot UNION SELECT share_group FROM ingestor;

-- A row lock needs UPDATE.
GRANT SELECT, INSERT, UPDATE ON share_group TO wattline_ingest;

-- Whether a lease runs, by the clock of now.
CREATE FUNCTION lease_runs(p_expires_at timestamptz, p_lease interval)
  RETURNS boolean
  LANGUAGE sql
  VOLATILE
  RETURN p_expires_at > clock_timestamp() AND p_expires_at <= clock_timestamp() + p_lease + interval '1 minute';

GRANT EXECUTE ON FUNCTION lease_runs(timestamptz, interval) TO wattline_ingest;

-- As before, and also the rows of a clock that has been set back: nothing else would ever remove them.
CREATE OR REPLACE FUNCTION forget_dead_ingestors()
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  forgotten integer;
BEGIN
  DELETE FROM ingestor
  WHERE expires_at < clock_timestamp() - interval '1 day' OR expires_at > clock_timestamp() + interval '1 day';
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END
$$;
