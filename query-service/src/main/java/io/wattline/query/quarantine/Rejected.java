package io.wattline.query.quarantine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One item in quarantine: a reading, or a message that was refused whole.
///
/// @param id grows in the order of arrival
/// @param receivedAt when it arrived
/// @param origin where it came from and which part of it this is
/// @param reason one of the closed set
/// @param detail what was wrong with it, for people; may quote the sender
/// @param payloadBase64 the first bytes of the item
/// @param payloadBytes how many bytes it has
public record Rejected(
        long id,
        Instant receivedAt,
        Origin origin,
        String reason,
        @Nullable String detail,
        String payloadBase64,
        int payloadBytes) {

    /// Where an item came from.
    ///
    /// @param source `mqtt` or `http`
    /// @param topic the topic name, or the path that was posted to
    /// @param itemIndex its place in the array, from 0; null for a message refused whole
    public record Origin(
            String source, @Nullable String topic, @Nullable Integer itemIndex) {}
}
