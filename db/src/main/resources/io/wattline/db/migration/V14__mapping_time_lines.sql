-- The mappings of a vehicle as a time line that plug-ins and unplugs may write in any order of arrival, and that an operator may
-- correct: one row deleted, or the whole line replaced.

-- Ends that have been told, also where nothing was mapped then: the start that belongs to one may come later.
CREATE TABLE mapping_end (
  vehicle_id text COLLATE "C" NOT NULL,
  at         timestamptz      NOT NULL,
  CONSTRAINT mapping_end_pkey PRIMARY KEY (vehicle_id, at),
  CONSTRAINT mapping_end_vehicle_id_check CHECK (vehicle_id ~ '^[A-Za-z0-9][A-Za-z0-9._:*_-]{0,63}$'),
  CONSTRAINT mapping_end_at_check CHECK (isfinite(at))
);

-- The meter feeds the vehicle from `p_at` until the next thing known: another mapping of the vehicle or of the meter, or an end.
-- What the vehicle or the meter was mapped to at `p_at` ends there. The same start again changes nothing.
-- Raises 23P01 with the constraint's name if another mapping of the vehicle or of the meter starts at that very instant.
CREATE FUNCTION start_mapping(p_vehicle_id text, p_meter_id text, p_at timestamptz)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  known vehicle_meter;
  until timestamptz;
BEGIN
  LOCK TABLE vehicle_meter IN SHARE ROW EXCLUSIVE MODE;

  SELECT * INTO known FROM vehicle_meter WHERE vehicle_id = p_vehicle_id AND valid_from = p_at;
  IF known.meter_id = p_meter_id THEN
    RETURN;
  ELSIF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'exclusion_violation',
      MESSAGE = 'the vehicle already has a mapping from that instant',
      SCHEMA = 'public', TABLE = 'vehicle_meter', CONSTRAINT = 'vehicle_meter_one_meter_at_a_time';
  END IF;

  SELECT least(
    (SELECT min(valid_from) FROM vehicle_meter WHERE vehicle_id = p_vehicle_id AND valid_from > p_at),
    (SELECT min(valid_from) FROM vehicle_meter WHERE meter_id = p_meter_id AND valid_from > p_at),
    (SELECT min(at) FROM mapping_end WHERE vehicle_id = p_vehicle_id AND at > p_at),
    'infinity') INTO until;
  UPDATE vehicle_meter SET valid_to = p_at
  WHERE (vehicle_id = p_vehicle_id OR meter_id = p_meter_id) AND valid_from < p_at AND valid_to > p_at;
  INSERT INTO vehicle_meter (vehicle_id, meter_id, valid_from, valid_to) VALUES (p_vehicle_id, p_meter_id, p_at, until);
END
$$;

-- Nothing feeds the vehicle from `p_at` until the next mapping starts. The end is remembered for 31 days, for a start that comes late.
CREATE FUNCTION end_mapping(p_vehicle_id text, p_at timestamptz)
  RETURNS void
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  LOCK TABLE vehicle_meter IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM mapping_end WHERE vehicle_id = p_vehicle_id AND at < p_at - interval '31 days';
  INSERT INTO mapping_end (vehicle_id, at) VALUES (p_vehicle_id, p_at) ON CONFLICT DO NOTHING;
  UPDATE vehicle_meter SET valid_to = p_at WHERE vehicle_id = p_vehicle_id AND valid_from < p_at AND valid_to > p_at;
END
$$;

-- Changes with every change of the vehicle's mappings, and only then.
CREATE FUNCTION mapping_version(p_vehicle_id text)
  RETURNS text
  LANGUAGE sql
  STABLE
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT md5(coalesce(string_agg(
    meter_id || ' ' || extract(epoch FROM valid_from) || ' ' || extract(epoch FROM valid_to), ',' ORDER BY valid_from), ''))
  FROM vehicle_meter WHERE vehicle_id = p_vehicle_id
$$;

-- Replaces all mappings of the vehicle by the rows given, if they are still of `p_version` (NULL: whatever they are), and returns
-- whether they were. Raises 23P01 with the constraint's name for rows that overlap each other, or other vehicles at their meters.
CREATE FUNCTION replace_mappings(
    p_vehicle_id text, p_version text, p_meter_ids text[], p_valid_froms timestamptz[], p_valid_tos timestamptz[])
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  LOCK TABLE vehicle_meter IN SHARE ROW EXCLUSIVE MODE;
  IF p_version <> mapping_version(p_vehicle_id) THEN
    RETURN false;
  END IF;
  DELETE FROM mapping_end WHERE vehicle_id = p_vehicle_id;
  DELETE FROM vehicle_meter WHERE vehicle_id = p_vehicle_id;
  INSERT INTO vehicle_meter (vehicle_id, meter_id, valid_from, valid_to)
  SELECT p_vehicle_id, meter_id, coalesce(valid_from, '-infinity'), coalesce(valid_to, 'infinity')
  FROM unnest(p_meter_ids, p_valid_froms, p_valid_tos) AS given (meter_id, valid_from, valid_to)
  ORDER BY valid_from;
  RETURN true;
END
$$;

-- Deletes the mapping of the vehicle that starts at `p_valid_from` (NULL: since ever), and returns whether there was one.
CREATE FUNCTION delete_mapping(p_vehicle_id text, p_valid_from timestamptz)
  RETURNS boolean
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  LOCK TABLE vehicle_meter IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM vehicle_meter WHERE vehicle_id = p_vehicle_id AND valid_from = coalesce(p_valid_from, '-infinity');
  RETURN FOUND;
END
$$;

-- As before, and the ends with them.
CREATE OR REPLACE FUNCTION delete_mappings(p_vehicle_id text)
  RETURNS integer
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  deleted integer;
BEGIN
  LOCK TABLE vehicle_meter IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM mapping_end WHERE vehicle_id = p_vehicle_id;
  DELETE FROM vehicle_meter WHERE vehicle_id = p_vehicle_id;
  GET DIAGNOSTICS deleted = ROW_COUNT;
  RETURN deleted;
END
$$;

GRANT EXECUTE ON FUNCTION start_mapping(text, text, timestamptz), end_mapping(text, timestamptz), mapping_version(text),
  replace_mappings(text, text, text[], timestamptz[], timestamptz[]), delete_mapping(text, timestamptz) TO wattline_query;
