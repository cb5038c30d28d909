package io.wattline.telemetry;

import java.time.Instant;
import java.util.Arrays;

/// Turns the bytes of a message into readings and rejections, strictly and in a fixed order of checks.
///
/// Every payload yields an answer: nothing a sender can write makes this throw, take more than time linear in the
/// payload, or hold on to more than the payload's size. Equal input yields equal output, whatever the clock says:
/// the caller passes the time of receipt. Safe for all threads.
///
/// The order of checks is that of [RejectReason]; among structure faults of the JSON text the first in the text wins.
public final class PayloadDecoder {

    private final TelemetryTopic topic;
    private final AcceptedWindow window;

    /// @param topic how topic names are read
    /// @param window which timestamps are accepted
    public PayloadDecoder(TelemetryTopic topic, AcceptedWindow window) {
        this.topic = topic;
        this.window = window;
    }

    /// Decodes a message published to a topic.
    ///
    /// @param topicName as received
    /// @param payload as received; not changed, but kept by the rejections
    /// @param receivedAt the time against which timestamps are judged
    public Decoded decode(String topicName, byte[] payload, Instant receivedAt) {
        TelemetryTopic.Address address = topic.parse(topicName);
        if (address == null) {
            return refused(RejectReason.BAD_TOPIC, "not a topic of a meter or a vehicle", payload);
        }
        return decode(new Sender.Named(address), payload, receivedAt);
    }

    /// Decodes a message whose sender is known otherwise than by a topic.
    ///
    /// @param sender what is known of the sender
    /// @param payload as received; not changed, but kept by the rejections
    /// @param receivedAt the time against which timestamps are judged
    public Decoded decode(Sender sender, byte[] payload, Instant receivedAt) {
        if (payload.length == 0) {
            return refused(RejectReason.EMPTY_PAYLOAD, "the payload is empty", payload);
        }
        if (payload.length > WireFormat.MAX_PAYLOAD_BYTES) {
            return refused(
                    RejectReason.PAYLOAD_TOO_LARGE,
                    "a payload has at most " + WireFormat.MAX_PAYLOAD_BYTES + " bytes, this one " + payload.length,
                    payload);
        }
        if (!Encoding.isStrictUtf8(payload)) {
            return refused(RejectReason.BAD_ENCODING, "the payload must be UTF-8 without byte order mark", payload);
        }
        return new MessageScanner(payload, sender, window, receivedAt).scan();
    }

    private static Decoded refused(RejectReason reason, String detail, byte[] payload) {
        byte[] excerpt = payload.length <= WireFormat.MAX_PAYLOAD_BYTES
                ? payload
                : Arrays.copyOf(payload, WireFormat.MAX_PAYLOAD_BYTES);
        return Decoded.refused(new Rejection(reason, detail, null, excerpt));
    }
}
