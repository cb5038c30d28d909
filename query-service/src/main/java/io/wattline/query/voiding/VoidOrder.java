package io.wattline.query.voiding;

import io.wattline.telemetry.DeviceKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an operator asks for.
///
/// @param readings which readings, 1 to [#MAX_READINGS]
/// @param undo whether they count again; otherwise they are left out from now on
/// @param account who asks, and why
public record VoidOrder(List<Key> readings, boolean undo, Account account) {

    /// The most readings of one order.
    public static final int MAX_READINGS = 500;

    public VoidOrder {
        readings = List.copyOf(readings);
        if (readings.isEmpty() || readings.size() > MAX_READINGS) {
            throw new IllegalArgumentException("1 to " + MAX_READINGS + " readings");
        }
    }

    /// One reading of history.
    public record Key(DeviceKind kind, String deviceId, Instant measuredAt) {}

    /// The entry of the record about the change.
    ///
    /// @param by who asks, 1 to 100 characters
    /// @param keyId the first 12 hex digits of the API key's SHA-256; null where none was asked for
    /// @param reason 1 to 500 characters
    public record Account(String by, @Nullable String keyId, String reason) {}
}
