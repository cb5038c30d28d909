-- Which client the broker refuses, or takes although it does something that deserves a look, and how often: what the broker's log
-- says, counted. Not history: a row counts on, and goes when nothing was added to it for 30 days.

CREATE TABLE refused_connection (
  client     text COLLATE "C" NOT NULL,
  reason     text COLLATE "C" NOT NULL,
  times      bigint           NOT NULL,
  first_seen timestamptz      NOT NULL,
  last_seen  timestamptz      NOT NULL,
  detail     text             NOT NULL,
  CONSTRAINT refused_connection_pkey PRIMARY KEY (client, reason),
  CONSTRAINT refused_connection_client_check CHECK (octet_length(client) BETWEEN 1 AND 512),
  CONSTRAINT refused_connection_reason_check CHECK (reason ~ '^[a-z_]{1,40}$'),
  CONSTRAINT refused_connection_times_check CHECK (times > 0),
  CONSTRAINT refused_connection_seen_check CHECK (isfinite(first_seen) AND isfinite(last_seen) AND first_seen <= last_seen),
  CONSTRAINT refused_connection_detail_check CHECK (octet_length(detail) <= 1024)
);

-- For the list, newest first.
CREATE INDEX refused_connection_last_seen_idx ON refused_connection (last_seen, client, reason);

-- For the ingestors: adds to the counts. The four arrays are of one length, and name each client and reason once.
--
-- Clients choose their names before they are let in. So at most 10,000 rows are kept: what finds no room is counted under the client
-- '(others)', which no client id within the device grammar can be.
CREATE FUNCTION note_refused_connections(p_clients text[], p_reasons text[], p_times bigint[], p_details text[])
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  most constant integer := 10000;
  room          bigint;
BEGIN
  -- One writer at a time, so that the bound holds and nobody waits in a circle; readers are not held up.
  LOCK TABLE refused_connection IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM refused_connection WHERE last_seen < clock_timestamp() - interval '30 days';
  SELECT most - count(*) INTO room FROM refused_connection;
  INSERT INTO refused_connection AS kept (client, reason, times, first_seen, last_seen, detail)
  SELECT placed.client, placed.reason, sum(placed.times), clock_timestamp(), clock_timestamp(), max(placed.detail)
  FROM (
    SELECT CASE WHEN told.known OR row_number() OVER (PARTITION BY told.known ORDER BY told.client, told.reason) <= room
                THEN told.client ELSE '(others)' END AS client,
           told.reason, told.times, told.detail
    FROM (
      SELECT given.client, given.reason, given.times, given.detail,
             EXISTS (SELECT FROM refused_connection r WHERE r.client = given.client AND r.reason = given.reason) AS known
      FROM unnest(p_clients, p_reasons, p_times, p_details) AS given (client, reason, times, detail)
    ) AS told
  ) AS placed
  GROUP BY placed.client, placed.reason
  ORDER BY placed.client, placed.reason
  ON CONFLICT (client, reason) DO UPDATE
    SET times = kept.times + excluded.times, last_seen = excluded.last_seen, detail = excluded.detail;
END
$$;

REVOKE EXECUTE ON FUNCTION note_refused_connections(text[], text[], bigint[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_refused_connections(text[], text[], bigint[], text[]) TO wattline_ingest;
GRANT SELECT ON refused_connection TO wattline_query;
