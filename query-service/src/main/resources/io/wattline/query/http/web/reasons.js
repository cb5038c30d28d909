// Why readings are refused, in words for whoever looks after the devices.

export const REASONS = {
  empty_payload: 'The message had no content.',
  payload_too_large: 'The message was longer than 65,536 bytes. Send fewer readings at once.',
  bad_encoding: 'The message was not UTF-8.',
  bad_json: 'The message was not JSON, or had something behind it.',
  duplicate_key: 'A member was given twice in one object.',
  too_deep: 'Objects were nested deeper than eight levels.',
  wrong_root: 'The message was neither a reading nor an array of readings.',
  batch_empty: 'The array had no reading.',
  batch_too_large: 'The array had more than 500 readings.',
  bad_topic: 'The topic is none that devices publish to.',
  bad_id: 'The device id has characters that ids may not have, or is too long.',
  id_mismatch: 'The id in the reading is not the one in the topic.',
  missing_field: 'A member that every reading needs is missing.',
  wrong_type: 'A member has another type than it should, such as text for a number.',
  out_of_range: 'A number lies outside what is possible.',
  bad_timestamp: 'The timestamp is not RFC 3339 with an offset.',
  ts_future: 'The timestamp lies in the future: check the clock of the device, then that of the ingestor.',
  ts_past: 'The timestamp is older than readings are taken.',
  conflict: 'Other values are stored for this device and timestamp. The first ones count.',
};
