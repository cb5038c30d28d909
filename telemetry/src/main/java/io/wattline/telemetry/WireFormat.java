package io.wattline.telemetry;

/// The limits of wire format version 1.
public final class WireFormat {

    /// The largest payload that is read; a larger one is `payload_too_large`.
    public static final int MAX_PAYLOAD_BYTES = 65_536;

    /// The most readings in one array; more are `batch_too_large`.
    public static final int MAX_ARRAY_READINGS = 500;

    /// The deepest nesting, the root being level 1; deeper is `too_deep`.
    public static final int MAX_DEPTH = 8;

    /// The longest number, counting every character of its token; a longer one is `bad_json`.
    public static final int MAX_NUMBER_LENGTH = 100;

    private WireFormat() {}
}
