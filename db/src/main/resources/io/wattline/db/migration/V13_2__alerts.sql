-- Alerts with a life: what is or was wrong with a vehicle at a meter, what became of it, who knows, and who is still to be told.
--
-- A row is never deleted. The jobs write what the rules find, operators what they decide; every change of state is a row of
-- alert_event, append-only. A finding that later data no longer show is withdrawn.

CREATE TABLE alert (
  id                    uuid             DEFAULT gen_random_uuid() NOT NULL,
  onset_at              timestamptz      NOT NULL,
  raised_at             timestamptz      NOT NULL,
  cleared_at            timestamptz,
  acknowledged_at       timestamptz,
  closed_at             timestamptz,
  withdrawn_at          timestamptz,
  -- Of a loss: shares of the drawn energy, the half width of the 95 % interval, and energies since the onset. NULL for other kinds.
  size                  double precision,
  size_margin           double precision,
  recent_size           double precision,
  told_size             double precision,
  smallest_visible_loss double precision,
  lost_kwh              numeric(20, 6),
  extra_grid_kwh        numeric(20, 6),
  state                 text COLLATE "C" GENERATED ALWAYS AS (
    CASE WHEN withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN closed_at IS NOT NULL THEN 'closed'
      WHEN cleared_at IS NOT NULL THEN 'cleared' ELSE 'open' END) STORED,
  kind                  text COLLATE "C" NOT NULL,
  vehicle_id            text COLLATE "C" NOT NULL,
  meter_id              text COLLATE "C" NOT NULL,
  acknowledged_by       text,
  closed_by             text,
  note                  text,
  evidence              jsonb            NOT NULL,
  CONSTRAINT alert_pkey PRIMARY KEY (vehicle_id, id),
  CONSTRAINT alert_kind_check CHECK (kind IN (
    'silent', 'frozen', 'scale', 'other_load', 'mapping', 'dead', 'gain', 'clock',
    'implausible_power', 'bad_field', 'conflict', 'loss')),
  CONSTRAINT alert_order_check CHECK (onset_at <= raised_at AND cleared_at >= raised_at),
  CONSTRAINT alert_by_check CHECK (length(acknowledged_by) BETWEEN 1 AND 100 AND length(closed_by) BETWEEN 1 AND 100),
  CONSTRAINT alert_note_check CHECK (length(note) BETWEEN 1 AND 500),
  CONSTRAINT alert_evidence_check CHECK (jsonb_typeof(evidence) = 'object' AND octet_length(evidence::text) <= 8192)
);

-- At most one open of a kind and pair.
CREATE UNIQUE INDEX alert_open_idx ON alert (vehicle_id, meter_id, kind) WHERE state = 'open';
-- For the list, newest first, and by state.
CREATE INDEX alert_raised_idx ON alert (raised_at, id);
CREATE INDEX alert_state_idx ON alert (state, raised_at, id);
-- An operator names an alert by its id alone.
CREATE INDEX alert_id_idx ON alert (id);

CREATE TABLE alert_event (
  happened_at timestamptz DEFAULT clock_timestamp() NOT NULL,
  alert_id    uuid                                  NOT NULL,
  -- From 1 for each alert.
  change      integer                               NOT NULL,
  vehicle_id  text COLLATE "C"                      NOT NULL,
  event       text COLLATE "C"                      NOT NULL,
  -- Who it was, with the start of the SHA-256 of the API key; NULL for the jobs.
  done_by     text,
  key_id      text COLLATE "C",
  -- Why, in words: an operator's note, or what the jobs saw.
  note        text,
  -- What was there before an amendment.
  before      jsonb,
  CONSTRAINT alert_event_pkey PRIMARY KEY (vehicle_id, alert_id, change),
  CONSTRAINT alert_event_event_check CHECK (event IN (
    'raised', 'grown', 'amended', 'cleared', 'withdrawn', 'acknowledged', 'closed')),
  CONSTRAINT alert_event_change_check CHECK (change >= 1),
  CONSTRAINT alert_event_done_by_check CHECK (length(done_by) BETWEEN 1 AND 100),
  CONSTRAINT alert_event_key_id_check CHECK (key_id ~ '^[0-9a-f]{12}$'),
  CONSTRAINT alert_event_note_check CHECK (length(note) BETWEEN 1 AND 500)
);

-- Events that have not been told outside yet, one row a channel. Deleted once told, or given up after many attempts.
CREATE TABLE alert_outbox (
  due_at     timestamptz DEFAULT clock_timestamp() NOT NULL,
  alert_id   uuid                                  NOT NULL,
  change     integer                               NOT NULL,
  attempts   integer DEFAULT 0                     NOT NULL,
  vehicle_id text COLLATE "C"                      NOT NULL,
  channel    text COLLATE "C"                      NOT NULL,
  CONSTRAINT alert_outbox_pkey PRIMARY KEY (vehicle_id, alert_id, change, channel),
  CONSTRAINT alert_outbox_channel_check CHECK (channel IN ('mqtt', 'webhook')),
  CONSTRAINT alert_outbox_attempts_check CHECK (attempts >= 0)
);

CREATE INDEX alert_outbox_due_idx ON alert_outbox (due_at);

CREATE FUNCTION tell_alert_event()
  RETURNS trigger
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  INSERT INTO alert_outbox (vehicle_id, alert_id, change, channel)
  SELECT NEW.vehicle_id, NEW.alert_id, NEW.change, channel FROM (VALUES ('mqtt'), ('webhook')) AS known (channel);
  RETURN NULL;
END
$$;

CREATE TRIGGER alert_event_is_told AFTER INSERT ON alert_event FOR EACH ROW EXECUTE FUNCTION tell_alert_event();

GRANT SELECT, INSERT, UPDATE ON alert TO wattline_ingest;
GRANT SELECT, INSERT ON alert_event TO wattline_ingest;
GRANT SELECT, UPDATE, DELETE ON alert_outbox TO wattline_ingest;
GRANT SELECT ON alert, alert_event TO wattline_query;

-- Adds an event to the audit of an alert whose row the caller has locked.
CREATE FUNCTION add_alert_event(p_alert alert, p_event text, p_by text, p_key_id text, p_note text)
  RETURNS void
  LANGUAGE sql
  SET search_path = pg_catalog, public, pg_temp
AS $$
  INSERT INTO alert_event (vehicle_id, alert_id, change, event, done_by, key_id, note)
  SELECT p_alert.vehicle_id, p_alert.id, coalesce(max(change), 0) + 1, p_event, p_by, p_key_id, p_note
  FROM alert_event WHERE vehicle_id = p_alert.vehicle_id AND alert_id = p_alert.id
$$;

-- The alert `p_id`, locked. Raises P0002 if there is none.
CREATE FUNCTION lock_alert(p_id uuid)
  RETURNS alert
  LANGUAGE plpgsql
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  held alert;
BEGIN
  SELECT * INTO held FROM alert WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'no_data_found', MESSAGE = 'there is no such alert';
  END IF;
  RETURN held;
END
$$;

-- Notes that somebody has seen an alert, and what they say of it; again replaces who and what. Returns its vehicle.
--
-- Raises P0002 if there is no such alert, 55000 if it is closed or withdrawn, 23514 for a text that is empty or too long.
CREATE FUNCTION acknowledge_alert(p_id uuid, p_by text, p_key_id text, p_note text)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  held alert := lock_alert(p_id);
BEGIN
  IF held.state NOT IN ('open', 'cleared') THEN
    RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state', MESSAGE = format('the alert is %s', held.state);
  END IF;
  UPDATE alert SET acknowledged_at = clock_timestamp(), acknowledged_by = p_by, note = coalesce(p_note, note)
  WHERE vehicle_id = held.vehicle_id AND id = held.id;
  PERFORM add_alert_event(held, 'acknowledged', p_by, p_key_id, p_note);
  RETURN held.vehicle_id;
END
$$;

-- Closes an open alert: what it told is accepted as it is. Of a loss, the pair is learnt anew from now on. Returns its vehicle.
--
-- Raises P0002 if there is no such alert, 55000 if it is not open, 23514 for a text that is empty or too long.
CREATE FUNCTION close_alert(p_id uuid, p_by text, p_key_id text, p_note text)
  RETURNS text
  LANGUAGE plpgsql
  SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  held   alert       := lock_alert(p_id);
  closes timestamptz := clock_timestamp();
BEGIN
  IF held.state <> 'open' THEN
    RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state', MESSAGE = format('the alert is %s', held.state);
  END IF;
  UPDATE alert SET closed_at = closes, closed_by = p_by, note = coalesce(p_note, note)
  WHERE vehicle_id = held.vehicle_id AND id = held.id;
  PERFORM add_alert_event(held, 'closed', p_by, p_key_id, p_note);
  INSERT INTO charge_dirty (kind, device_id, since, until)
  VALUES ('vehicle', held.vehicle_id, closes, closes + interval '1 second');
  RETURN held.vehicle_id;
END
$$;

GRANT EXECUTE ON FUNCTION acknowledge_alert(uuid, text, text, text), close_alert(uuid, text, text, text) TO wattline_query;
