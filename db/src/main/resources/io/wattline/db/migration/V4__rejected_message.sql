-- Quarantine: what could not become a reading, with the reason and the bytes. Partitioned by the UTC day of arrival.

CREATE TABLE rejected_message (
  id          bigint GENERATED ALWAYS AS IDENTITY,
  received_at timestamptz NOT NULL,
  item_index  integer,
  source      text COLLATE "C" NOT NULL,
  reason      text COLLATE "C" NOT NULL,
  topic       text,
  detail      text,
  payload     bytea       NOT NULL,
  CONSTRAINT rejected_message_pkey PRIMARY KEY (id, received_at),
  CONSTRAINT rejected_message_received_at_check CHECK (isfinite(received_at)),
  CONSTRAINT rejected_message_item_index_check CHECK (item_index >= 0),
  CONSTRAINT rejected_message_source_check CHECK (source IN ('mqtt', 'http')),
  CONSTRAINT rejected_message_reason_check CHECK (reason IN (
    'empty_payload', 'payload_too_large', 'bad_encoding', 'bad_json', 'duplicate_key', 'too_deep', 'wrong_root',
    'batch_empty', 'batch_too_large', 'bad_topic', 'bad_id', 'id_mismatch', 'missing_field', 'wrong_type', 'out_of_range',
    'bad_timestamp', 'ts_future', 'ts_past')),
  -- The longest topic name MQTT allows.
  CONSTRAINT rejected_message_topic_check CHECK (octet_length(topic) <= 65535),
  CONSTRAINT rejected_message_detail_check CHECK (octet_length(detail) <= 4096),
  CONSTRAINT rejected_message_payload_check CHECK (octet_length(payload) <= 65536)
) PARTITION BY RANGE (received_at);

-- For the list by reason, newest first.
CREATE INDEX rejected_message_reason_idx ON rejected_message (reason, id);

GRANT INSERT ON rejected_message TO wattline_ingest;
GRANT SELECT ON rejected_message TO wattline_query;
