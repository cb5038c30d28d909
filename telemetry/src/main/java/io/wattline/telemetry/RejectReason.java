package io.wattline.telemetry;

import java.util.Locale;

/// Why an item is in quarantine: a closed set, in the order of the checks, with one spelling in code, metrics, tables
/// and docs. All but [#CONFLICT] are rejections, decided before anything is stored.
public enum RejectReason {
    /// The topic name is not one that a device of ours publishes to.
    BAD_TOPIC,
    /// Zero bytes.
    EMPTY_PAYLOAD,
    /// More than [WireFormat#MAX_PAYLOAD_BYTES].
    PAYLOAD_TOO_LARGE,
    /// Not strict UTF-8: a byte order mark, UTF-16, overlong forms, lone surrogates, in escapes too.
    BAD_ENCODING,
    /// Not one JSON text of RFC 8259, or a number longer than [WireFormat#MAX_NUMBER_LENGTH].
    BAD_JSON,
    /// A member name twice in one object, anywhere in the text.
    DUPLICATE_KEY,
    /// Nested deeper than [WireFormat#MAX_DEPTH].
    TOO_DEEP,
    /// The root is neither an object nor an array.
    WRONG_ROOT,
    /// An array without elements.
    BATCH_EMPTY,
    /// An array of more than [WireFormat#MAX_ARRAY_READINGS] elements.
    BATCH_TOO_LARGE,
    /// The id is a string outside the grammar of [DeviceId].
    BAD_ID,
    /// The id is not the one in the topic name.
    ID_MISMATCH,
    /// A required field is absent or null.
    MISSING_FIELD,
    /// A field has another JSON type than the wire format gives it, or an array element is no object.
    WRONG_TYPE,
    /// A number outside its range, judged before rounding; or a value that only the database refused.
    OUT_OF_RANGE,
    /// Not an RFC 3339 date-time with `T` and an offset.
    BAD_TIMESTAMP,
    /// Later than the accepted clock skew allows.
    TS_FUTURE,
    /// Older than the accepted age allows.
    TS_PAST,
    /// Its device and timestamp are stored with other values. The writer finds this; it is a separate outcome.
    CONFLICT;

    private final String code = name().toLowerCase(Locale.ROOT);

    /// The spelling used outside the code: `bad_json`.
    public String code() {
        return code;
    }
}
