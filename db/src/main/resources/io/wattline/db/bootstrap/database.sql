-- The half of the bootstrap that belongs to one database: who may enter, and who may create in it.
-- To be run by a superuser or by the owner of the database; changes nothing the second time.
DO $bootstrap$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO wattline_owner, wattline_ingest, wattline_query, wattline_report', current_database());
END
$bootstrap$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO wattline_owner;
GRANT USAGE ON SCHEMA public TO wattline_ingest, wattline_query, wattline_report;

-- Lets an exclusion constraint compare ids and time ranges in one index. A trusted extension: no superuser needed.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
