package io.wattline.telemetry;

import org.jspecify.annotations.Nullable;

/// One rejected item: an element of an array, a reading on its own, or a message refused whole.
///
/// @param reason the first check that failed
/// @param detail what was wrong, for people: fixed words, field names and byte offsets, never text of the sender
/// @param index the element's position in its array, 0 for a reading on its own, null for a message refused whole
/// @param payload the bytes of the item as sent, at most [WireFormat#MAX_PAYLOAD_BYTES] of them; not to be changed
public record Rejection(
        RejectReason reason,
        String detail,
        @Nullable Integer index,
        @SuppressWarnings("ArrayRecordComponent") byte[] payload) {}
