package io.wattline.ingestor.outbox;

import java.util.UUID;

/// A notice on its way.
///
/// @param key which change of which alert
/// @param event its word
/// @param attempts how often it has been tried without success
/// @param json the [AlertNotice] in UTF-8; only to be read
public record OutboxMessage(Key key, String event, int attempts, Body json) {

    /// Which change of which alert.
    public record Key(String vehicleId, UUID alertId, int change) {

        /// A text that tells it apart from every other.
        public String text() {
            return alertId + "/" + change;
        }
    }

    /// Bytes that nobody changes.
    public static final class Body {

        private final byte[] bytes;

        /// Keeps the array.
        public Body(byte[] bytes) {
            this.bytes = bytes;
        }

        /// The array itself, only to be read.
        public byte[] bytes() {
            return bytes;
        }
    }
}
