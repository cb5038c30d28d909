-- How fast readings arrive. History has no index by arrival, so each ingestor says how many it has stored in the last minute;
-- the query service adds up those that have said so lately.

ALTER TABLE ingestor
  ADD COLUMN accepted_last_minute bigint DEFAULT 0 NOT NULL,
  ADD COLUMN counted_at           timestamptz,
  ADD CONSTRAINT ingestor_accepted_last_minute_check CHECK (accepted_last_minute >= 0),
  ADD CONSTRAINT ingestor_counted_at_check CHECK (isfinite(counted_at));

GRANT SELECT (accepted_last_minute, counted_at) ON ingestor TO wattline_query;
