-- Master data: which meter feeds which vehicle, over [valid_from, valid_to). Telemetry never writes it.
--
-- Unbounded ends are the infinities, not NULL, so that every reader compares and sorts without a special case.
-- The exclusion constraints are deferrable, so that one transaction may swap the meters of two vehicles.

CREATE TABLE vehicle_meter (
  vehicle_id text COLLATE "C"                NOT NULL,
  meter_id   text COLLATE "C"                NOT NULL,
  valid_from timestamptz DEFAULT '-infinity' NOT NULL,
  valid_to   timestamptz DEFAULT 'infinity'  NOT NULL,
  CONSTRAINT vehicle_meter_pkey PRIMARY KEY (vehicle_id, valid_from),
  CONSTRAINT vehicle_meter_vehicle_id_check CHECK (vehicle_id ~ '^[A-Za-z0-9][A-Za-z0-9._:*_-]{0,63}$'),
  CONSTRAINT vehicle_meter_meter_id_check CHECK (meter_id ~ '^[A-Za-z0-9][A-Za-z0-9._:*_-]{0,63}$'),
  CONSTRAINT vehicle_meter_validity_check CHECK (valid_from < valid_to),
  CONSTRAINT vehicle_meter_one_meter_at_a_time
    EXCLUDE USING gist (vehicle_id WITH =, tstzrange(valid_from, valid_to) WITH &&) DEFERRABLE INITIALLY IMMEDIATE,
  CONSTRAINT vehicle_meter_one_vehicle_at_a_time
    EXCLUDE USING gist (meter_id WITH =, tstzrange(valid_from, valid_to) WITH &&) DEFERRABLE INITIALLY IMMEDIATE
);

GRANT SELECT ON vehicle_meter TO wattline_query;

-- Says that `p_meter_id` feeds `p_vehicle_id` over [p_valid_from, p_valid_to); NULL is unbounded.
--
-- Both ends NULL: replaces all rows of the vehicle by one unbounded row. Otherwise the row of the vehicle that is open at
-- p_valid_from ends there, and the new row is added; a row exactly like it is there already: nothing changes.
-- Raises 23P01 (exclusion_violation) with the constraint's name if the vehicle has another meter in that time, or the meter
-- another vehicle; 23514 for a bad id or an empty interval; 55P03 if another writer does not finish within the lock timeout.
CREATE FUNCTION put_mapping(p_vehicle_id text, p_meter_id text, p_valid_from timestamptz, p_valid_to timestamptz)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  new_from timestamptz := coalesce(p_valid_from, '-infinity');
  new_to   timestamptz := coalesce(p_valid_to, 'infinity');
  held     vehicle_meter;
BEGIN
  -- One writer at a time: master data changes rarely, readers are not held up, and two writers that touch the same rows in
  -- another order would otherwise meet in the exclusion constraints as a deadlock.
  LOCK TABLE vehicle_meter IN SHARE ROW EXCLUSIVE MODE;

  IF p_valid_from IS NULL AND p_valid_to IS NULL THEN
    DELETE FROM vehicle_meter WHERE vehicle_id = p_vehicle_id;
  ELSE
    SELECT * INTO held FROM vehicle_meter WHERE vehicle_id = p_vehicle_id AND valid_from = new_from;
    IF held.meter_id = p_meter_id AND held.valid_to = new_to THEN
      RETURN;
    ELSIF FOUND THEN
      -- The primary key would refuse it too, under another SQLSTATE than every other overlap.
      RAISE EXCEPTION USING ERRCODE = 'exclusion_violation',
        MESSAGE = 'the vehicle already has a mapping from that instant',
        SCHEMA = 'public', TABLE = 'vehicle_meter', CONSTRAINT = 'vehicle_meter_one_meter_at_a_time';
    END IF;
    UPDATE vehicle_meter SET valid_to = new_from
    WHERE vehicle_id = p_vehicle_id AND valid_from < new_from AND valid_to > new_from;
  END IF;

  INSERT INTO vehicle_meter (vehicle_id, meter_id, valid_from, valid_to)
  VALUES (p_vehicle_id, p_meter_id, new_from, new_to);
END
$$;

-- Deletes all rows of a vehicle and returns how many there were.
CREATE FUNCTION delete_mappings(p_vehicle_id text)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  deleted integer;
BEGIN
  LOCK TABLE vehicle_meter IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM vehicle_meter WHERE vehicle_id = p_vehicle_id;
  GET DIAGNOSTICS deleted = ROW_COUNT;
  RETURN deleted;
END
$$;

GRANT EXECUTE ON FUNCTION put_mapping(text, text, timestamptz, timestamptz), delete_mappings(text) TO wattline_query;
