package io.wattline.ingestor.refusal;

import java.util.Locale;

/// Why the broker refused or closed a connection, or what is odd about one that it took. A closed set, used alike in
/// metrics, table and documentation.
public enum RefusalReason {
    /// Wrong password, unknown or revoked name, or no right to connect.
    NOT_AUTHORIZED,
    /// A keep-alive that the broker does not take, from a client that cannot be told another.
    KEEP_ALIVE_REFUSED,
    /// Something that the broker does not offer, such as retained messages.
    FEATURE_REFUSED,
    PACKET_TOO_LARGE,
    MALFORMED_PACKET,
    PROTOCOL_ERROR,
    UNSUPPORTED_PROTOCOL_VERSION,
    /// Another connection with the same name: two devices with one credential, or one that came back.
    SESSION_TAKEN_OVER,
    /// A connection beyond the listener's limit.
    CONNECTIONS_EXHAUSTED,
    /// No TLS handshake came about.
    TLS_REFUSED,
    /// A message to a topic that the client may not write to. Only told where the broker logs at level debug.
    PUBLISH_DENIED,
    /// Taken: a client without keep-alive, whose end the broker does not notice.
    KEEP_ALIVE_NONE,
    /// Taken: a keep-alive longer than five minutes, after half as much again the broker notices the client's end.
    KEEP_ALIVE_LONG,
    /// Taken: a message with the retain flag, which makes the broker keep a copy.
    RETAINED_MESSAGE;

    /// As metrics, table and documentation write it.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
