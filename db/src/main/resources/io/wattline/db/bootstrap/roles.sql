-- The cluster-wide half of the bootstrap: four LOGIN roles, without passwords.
--
-- Everything here happens only where it has not happened yet. So a value that an operator tuned afterwards stays, a second
-- run writes nothing, and two databases of one cluster migrated at once rarely meet in the shared catalogs.
DO $bootstrap$
DECLARE
  wanted record;
  held   record;
BEGIN
  FOR wanted IN
    -- Together one less than PostgreSQL's default of 100 connections, which superusers and operators share.
    SELECT * FROM (VALUES
      ('wattline_owner', 5), ('wattline_ingest', 60), ('wattline_query', 30), ('wattline_report', 4)) AS r (name, connections)
  LOOP
    SELECT * INTO held FROM pg_roles WHERE rolname = wanted.name;
    IF NOT FOUND THEN
      EXECUTE format('CREATE ROLE %I LOGIN CONNECTION LIMIT %s', wanted.name, wanted.connections);
    ELSIF held.rolsuper OR held.rolcreaterole OR held.rolcreatedb OR held.rolreplication OR held.rolbypassrls THEN
      RAISE EXCEPTION USING ERRCODE = 'invalid_role_specification',
        MESSAGE = format('role %s exists and has powers it must not have', wanted.name),
        HINT = format('ALTER ROLE %I NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS', wanted.name);
    ELSE
      IF NOT held.rolcanlogin THEN
        EXECUTE format('ALTER ROLE %I LOGIN', wanted.name);
      END IF;
      IF held.rolconnlimit = -1 THEN
        EXECUTE format('ALTER ROLE %I CONNECTION LIMIT %s', wanted.name, wanted.connections);
      END IF;
    END IF;
  END LOOP;

  FOR wanted IN
    SELECT * FROM (VALUES
      ('wattline_owner',  'search_path', 'public'),
      ('wattline_owner',  'timezone', 'UTC'),
      ('wattline_owner',  'statement_timeout', '1h'),
      ('wattline_owner',  'lock_timeout', '10s'),
      ('wattline_owner',  'idle_in_transaction_session_timeout', '60s'),
      ('wattline_ingest', 'search_path', 'public'),
      ('wattline_ingest', 'timezone', 'UTC'),
      ('wattline_ingest', 'statement_timeout', '30s'),
      ('wattline_ingest', 'lock_timeout', '5s'),
      ('wattline_ingest', 'idle_in_transaction_session_timeout', '30s'),
      -- Compiling a plan costs more than any statement of either service runs.
      ('wattline_ingest', 'jit', 'off'),
      ('wattline_query',  'search_path', 'public'),
      ('wattline_query',  'timezone', 'UTC'),
      ('wattline_query',  'default_transaction_read_only', 'on'),
      ('wattline_query',  'statement_timeout', '10s'),
      ('wattline_query',  'lock_timeout', '2s'),
      ('wattline_query',  'idle_in_transaction_session_timeout', '30s'),
      ('wattline_query',  'jit', 'off'),
      -- A generic plan locks every day partition before it prunes; a plan for the actual window locks one or two.
      ('wattline_query',  'plan_cache_mode', 'force_custom_plan'),
      ('wattline_report', 'search_path', 'public'),
      ('wattline_report', 'timezone', 'UTC'),
      ('wattline_report', 'default_transaction_read_only', 'on'),
      ('wattline_report', 'statement_timeout', '10s'),
      ('wattline_report', 'lock_timeout', '2s'),
      ('wattline_report', 'idle_in_transaction_session_timeout', '30s'),
      ('wattline_report', 'jit', 'off')
    ) AS s (role, name, value)
    WHERE NOT EXISTS (
      SELECT FROM pg_db_role_setting d CROSS JOIN unnest(d.setconfig) AS c (entry)
      WHERE d.setdatabase = 0 AND d.setrole = to_regrole(s.role) AND lower(split_part(c.entry, '=', 1)) = s.name)
  LOOP
    EXECUTE format('ALTER ROLE %I SET %I = %L', wanted.role, wanted.name, wanted.value);
  END LOOP;

  -- Migrations run under SET ROLE. Since PostgreSQL 16 the creator of a role may administer it but not become it.
  IF current_setting('server_version_num')::integer >= 160000 THEN
    IF NOT pg_has_role(current_user, 'wattline_owner', 'SET') THEN
      EXECUTE 'GRANT wattline_owner TO CURRENT_USER WITH INHERIT FALSE, SET TRUE';
    END IF;
  ELSIF NOT pg_has_role(current_user, 'wattline_owner', 'MEMBER') THEN
    EXECUTE 'GRANT wattline_owner TO CURRENT_USER';
  END IF;
END
$bootstrap$;
