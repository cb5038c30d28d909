-- Rollups: what each device did in each closed UTC hour, so that long windows and the whole fleet are summed from one row an
-- hour instead of sixty readings. Derived from history alone, always repeatable from it, and kept as long as it.
--
-- Two marks in time, both whole hours, both only moving forward (but for resum_rollups):
--   closed_before  a reading older than this is late: its writer adds a row to rollup_dirty
--   summed_before  every hour before this has been summed; never later than closed_before
-- So closing an hour and summing it are two transactions, and a crash between them loses nothing: summed_before stays behind,
-- readers go on summing history there, and whoever refreshes next goes on from it.
--
-- The rule for readers, in one REPEATABLE READ transaction: the rollup of a device-hour counts if the hour is before
-- summed_before and has no row in rollup_dirty; everything else is summed from history.
--
-- Why no reading is ever missing from a rollup that counts. Let R be a reading in hour h, written by transaction W.
-- * W holds the shared lock of hold_closed_before() from before it reads closed_before until its end; advance_rollups holds the
--   same lock exclusively while it moves closed_before. So either W saw a closed_before that covers h, and R has a mark; or
--   every advance past h waited for W, and so R was visible before any statement that sums h because it is closed began.
-- * R and its mark become visible at the same instant. refresh_rollups deletes marks in one statement and sums in later ones,
--   each with a newer snapshot (READ COMMITTED). A mark that the DELETE saw has its R in the later sum; a mark that it did not
--   see is still there afterwards. The other way round, sums first, a mark could go whose R came too late for the sum.
-- * Two refreshers could sum in one order and write in the other. A lock of their own makes them take turns, and it is taken in
--   a statement before the sum's, so a later turn has a newer snapshot: once R is in a rollup, it stays in.
-- * A reader's snapshot that shows R shows R's mark, or the refresh that removed it with its sum, whole.
-- RollupRacesIT tries to break it. A unique mark with ON CONFLICT DO NOTHING would: a writer that finds the mark of another adds
-- none, and the refresher may have deleted that one already with a snapshot that does not show the second reading.

CREATE TABLE meter_hourly (
  hour                 timestamptz      NOT NULL,
  voltage_sum          double precision NOT NULL,
  readings             integer          NOT NULL,
  readings_with_energy integer          NOT NULL,
  voltage_count        integer          NOT NULL,
  voltage_min          real             NOT NULL,
  voltage_max          real             NOT NULL,
  meter_id             text COLLATE "C" NOT NULL,
  kwh                  numeric(20, 6)   NOT NULL,
  CONSTRAINT meter_hourly_pkey PRIMARY KEY (meter_id, hour),
  CONSTRAINT meter_hourly_hour_check CHECK (date_bin('1 hour', hour, '1970-01-01T00:00:00Z') = hour)
);

CREATE TABLE vehicle_hourly (
  hour                 timestamptz      NOT NULL,
  battery_temp_sum     double precision NOT NULL,
  readings             integer          NOT NULL,
  readings_with_energy integer          NOT NULL,
  battery_temp_count   integer          NOT NULL,
  -- The newest of the hour that is not NULL.
  last_soc             real,
  vehicle_id           text COLLATE "C" NOT NULL,
  kwh                  numeric(20, 6)   NOT NULL,
  CONSTRAINT vehicle_hourly_pkey PRIMARY KEY (vehicle_id, hour),
  CONSTRAINT vehicle_hourly_hour_check CHECK (date_bin('1 hour', hour, '1970-01-01T00:00:00Z') = hour)
);

-- For the whole fleet over some hours. Rows arrive hour by hour, so each hour is a run of pages and the equal keys of the index
-- shrink to 6 bytes each. A BRIN index is smaller still, but widens for good once retention frees old pages for new hours.
CREATE INDEX meter_hourly_hour_idx ON meter_hourly (hour);
CREATE INDEX vehicle_hourly_hour_idx ON vehicle_hourly (hour);

-- Device-hours whose rollup no longer agrees with history. One row a late reading or more, never unique, never updated.
CREATE TABLE rollup_dirty (
  id        bigint GENERATED ALWAYS AS IDENTITY,
  hour      timestamptz      NOT NULL,
  kind      text COLLATE "C" NOT NULL,
  device_id text COLLATE "C" NOT NULL,
  CONSTRAINT rollup_dirty_pkey PRIMARY KEY (id),
  CONSTRAINT rollup_dirty_hour_check CHECK (date_bin('1 hour', hour, '1970-01-01T00:00:00Z') = hour),
  CONSTRAINT rollup_dirty_kind_check CHECK (kind IN ('meter', 'vehicle')),
  CONSTRAINT rollup_dirty_device_id_check CHECK (octet_length(device_id) BETWEEN 1 AND 64)
) WITH (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

-- For readers, who ask for the marks of one device even while a backfill of the fleet has left a million of them.
CREATE INDEX rollup_dirty_device_idx ON rollup_dirty (device_id, hour, kind);

CREATE TABLE rollup_state (
  closed_before timestamptz NOT NULL,
  summed_before timestamptz NOT NULL,
  only_row      boolean     DEFAULT true NOT NULL,
  CONSTRAINT rollup_state_pkey PRIMARY KEY (only_row),
  CONSTRAINT rollup_state_only_row_check CHECK (only_row),
  CONSTRAINT rollup_state_closed_before_check CHECK (date_bin('1 hour', closed_before, '1970-01-01T00:00:00Z') = closed_before),
  CONSTRAINT rollup_state_summed_before_check CHECK (date_bin('1 hour', summed_before, '1970-01-01T00:00:00Z') = summed_before),
  CONSTRAINT rollup_state_order_check CHECK (summed_before <= closed_before)
);

-- Where there is history already, from its oldest day; otherwise from this hour, and what comes for earlier hours is late.
INSERT INTO rollup_state (closed_before, summed_before)
SELECT start, start
FROM (
  SELECT coalesce(
    min((replace(right(c.relname, 10), '_', '-') || 'T00:00:00Z')::timestamptz),
    date_bin('1 hour', clock_timestamp(), '1970-01-01T00:00:00Z')) AS start
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent IN ('public.meter_history'::regclass, 'public.vehicle_history'::regclass)
    AND c.relname ~ '_history_[0-9]{4}_[0-9]{2}_[0-9]{2}$'
) AS oldest;

GRANT SELECT ON rollup_state TO wattline_ingest;
GRANT INSERT ON rollup_dirty TO wattline_ingest;
GRANT SELECT ON meter_hourly, vehicle_hourly, rollup_dirty, rollup_state TO wattline_query;

-- The advisory lock between writers (shared) and whoever closes hours (exclusive).
CREATE FUNCTION rollup_lock_key()
  RETURNS bigint
  LANGUAGE sql
  IMMUTABLE
RETURN hashtextextended('wattline rollups', 0);

-- Everything below rests on each statement having a snapshot of its own.
CREATE FUNCTION require_read_committed()
  RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_transaction_state',
      MESSAGE = format('rollups cannot be written in a %s transaction', current_setting('transaction_isolation')),
      HINT = 'Use READ COMMITTED.';
  END IF;
END
$$;

-- For writers: closed_before, which cannot move until the caller's transaction ends.
--
-- Call it in every transaction that inserts history, after the inserts, at the same place in all of them, and then add a mark
-- for every new reading that is older. After the inserts, so that nobody who holds this lock waits for a row of somebody who
-- waits for this lock. Raises 25000 outside READ COMMITTED, 55P03 after the session's lock timeout.
CREATE FUNCTION hold_closed_before()
  RETURNS timestamptz
  LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  held timestamptz;
BEGIN
  PERFORM require_read_committed();
  PERFORM pg_advisory_xact_lock_shared(rollup_lock_key());
  -- Not in the statement above, whose snapshot is older than the lock.
  SELECT closed_before INTO held FROM rollup_state;
  RETURN held;
END
$$;

-- Closes all hours before `p_closed_before`, a whole hour and not in the future, and returns closed_before; never moves it back.
--
-- Call it in a transaction of its own and commit at once. While it waits for open writers, new ones wait behind it: so it gives
-- up with 55P03 after 500 ms, to be tried again later. Raises 22008 for another instant, 25000 outside READ COMMITTED.
CREATE FUNCTION advance_rollups(p_closed_before timestamptz)
  RETURNS timestamptz
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
  SET lock_timeout = '500ms'
AS $$
DECLARE
  reached timestamptz;
BEGIN
  PERFORM require_read_committed();
  IF p_closed_before IS NULL OR NOT isfinite(p_closed_before) OR p_closed_before > clock_timestamp()
    OR date_bin('1 hour', p_closed_before, '1970-01-01T00:00:00Z') <> p_closed_before THEN
    RAISE EXCEPTION USING ERRCODE = 'datetime_field_overflow',
      MESSAGE = format('hours cannot be closed before %s', p_closed_before),
      HINT = 'Give a whole UTC hour that is not in the future.';
  END IF;

  SELECT closed_before INTO reached FROM rollup_state WHERE closed_before >= p_closed_before;
  IF FOUND THEN
    RETURN reached;
  END IF;
  PERFORM pg_advisory_xact_lock(rollup_lock_key());
  UPDATE rollup_state SET closed_before = greatest(closed_before, p_closed_before) RETURNING closed_before INTO reached;
  RETURN reached;
END
$$;

GRANT EXECUTE ON FUNCTION rollup_lock_key(), require_read_committed(), hold_closed_before(), advance_rollups(timestamptz) TO wattline_ingest;
