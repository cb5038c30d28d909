-- The query service shows who consumes, and who serves which slot.
GRANT SELECT ON ingestor, consumer_slot TO wattline_query;
GRANT EXECUTE ON FUNCTION lease_runs(timestamptz, interval) TO wattline_query;
