-- Who consumes: the ingestors that are alive, and which of them holds which MQTT session, until when.
--
-- Leases are dated by the database's clock, clock_timestamp(), never by an ingestor's. An expired lease is no fence, only the
-- permission to take over: the broker is the fence, for it keeps one connection per client identifier.
--
-- * Free is all NULL, held is all set, nothing in between. A holder whose lease ran out stays in the row until another takes
--   the slot, so that it can renew after an outage of the database if nobody did.
-- * No index covers an updated column, so renewals stay heap-only, and no foreign key ties a slot to the ingestor's row, so
--   that renewing the one never waits for the other.

CREATE TABLE ingestor (
  instance    uuid             NOT NULL,
  expires_at  timestamptz      NOT NULL,
  ingestor_id text COLLATE "C" NOT NULL,
  CONSTRAINT ingestor_pkey PRIMARY KEY (ingestor_id),
  CONSTRAINT ingestor_ingestor_id_check CHECK (octet_length(ingestor_id) BETWEEN 1 AND 255),
  CONSTRAINT ingestor_expires_at_check CHECK (isfinite(expires_at))
);

-- The rows of a share group that are not draining are its slot count.
CREATE TABLE consumer_slot (
  instance    uuid,
  expires_at  timestamptz,
  slot        integer          NOT NULL,
  -- Surplus after the slot count was lowered: to be emptied and removed, not to be served. Whoever holds it, or adopts it,
  -- does so to UNSUBSCRIBE, acknowledge until quiet and end the session; were the row deleted at once, nobody would know
  -- any more that the broker still keeps messages there.
  draining    boolean          DEFAULT false NOT NULL,
  share_group text COLLATE "C" NOT NULL,
  ingestor_id text COLLATE "C",
  CONSTRAINT consumer_slot_pkey PRIMARY KEY (share_group, slot),
  CONSTRAINT consumer_slot_slot_check CHECK (slot BETWEEN 0 AND 1023),
  -- A share name of MQTT 5 (section 4.8.2): no topic separator, no wildcard.
  CONSTRAINT consumer_slot_share_group_check
    CHECK (octet_length(share_group) BETWEEN 1 AND 255 AND share_group !~ '[/+#]'),
  CONSTRAINT consumer_slot_ingestor_id_check CHECK (octet_length(ingestor_id) BETWEEN 1 AND 255),
  CONSTRAINT consumer_slot_expires_at_check CHECK (isfinite(expires_at)),
  CONSTRAINT consumer_slot_holder_check CHECK (num_nulls(ingestor_id, instance, expires_at) IN (0, 3))
);

GRANT SELECT, INSERT, UPDATE ON ingestor, consumer_slot TO wattline_ingest;

-- Removes a slot that `p_instance` has drained; true if this call removed it.
--
-- A function rather than DELETE: a row that goes while the broker still has the session is a silent loss of that slot's share
-- of the fleet. So only a draining slot can go, and only by the hand of whoever holds it on a lease that still runs.
CREATE FUNCTION remove_drained_slot(p_share_group text, p_slot integer, p_instance uuid)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  DELETE FROM consumer_slot
  WHERE share_group = p_share_group AND slot = p_slot AND instance = p_instance
    AND draining AND expires_at > clock_timestamp();
  RETURN FOUND;
END
$$;

-- Deletes the rows of ingestors that have not renewed for a day, and returns how many. Where the id is a container's host name
-- every container leaves a row behind, and nothing else would bound the table.
CREATE FUNCTION forget_dead_ingestors()
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  forgotten integer;
BEGIN
  DELETE FROM ingestor WHERE expires_at < clock_timestamp() - interval '1 day';
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END
$$;

GRANT EXECUTE ON FUNCTION remove_drained_slot(text, integer, uuid), forget_dead_ingestors() TO wattline_ingest;
