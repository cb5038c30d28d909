package io.wattline.ingestor.refusal;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What lines of Mosquitto's log say about clients. Held against Mosquitto 2.0.21; a line in other words says nothing.
final class BrokerLog {

    /// What a kind of line means.
    ///
    /// @param start how such lines begin, looked at first because most lines are of other kinds
    /// @param line the whole of it
    private record Kind(String start, Pattern line, Function<Matcher, @Nullable Refusal> meaning) {

        static Kind of(String start, String rest, RefusalReason reason) {
            return new Kind(
                    start,
                    Pattern.compile(Pattern.quote(start) + rest),
                    found -> new Refusal(found.group(1), reason, found.group()));
        }
    }

    /// Longer ones are cut: a client may choose a long name.
    private static final int MAX_CHARS = 1_024;

    /// Above it a client's silence goes unnoticed for long; what `max_keepalive` used to be.
    private static final int USUAL_KEEP_ALIVE_SECONDS = 300;

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "New client connected from ",
                    Pattern.compile(
                            "New client connected from \\S+ as (.*) \\(p[0-9]+, c[0-9]+, k([0-9]{1,5})(?:, u'.*')?\\)\\."),
                    BrokerLog::taken),
            Kind.of("Client ", "(.*) disconnected, not authorised\\.", RefusalReason.NOT_AUTHORIZED),
            Kind.of("Client ", "(.*) already connected, closing old connection\\.", RefusalReason.SESSION_TAKEN_OVER),
            Kind.of(
                    "Client ",
                    "(.*) disconnected due to oversize (?:packet|payload)\\.",
                    RefusalReason.PACKET_TOO_LARGE),
            Kind.of("Client ", "(.*) disconnected due to malformed packet\\.", RefusalReason.MALFORMED_PACKET),
            Kind.of("Client ", "(.*) disconnected due to protocol error\\.", RefusalReason.PROTOCOL_ERROR),
            Kind.of("Client ", "(.*) disconnected due to using not allowed feature .*", RefusalReason.FEATURE_REFUSED),
            Kind.of(
                    "Client ",
                    "connection from (\\S+) denied: max_connections exceeded\\.",
                    RefusalReason.CONNECTIONS_EXHAUSTED),
            // What 2.0 says where it closed a connection for a limit of its own, and says nothing better.
            Kind.of(
                    "Bad socket read/write on client ",
                    "(.*): Invalid arguments provided\\.",
                    RefusalReason.KEEP_ALIVE_REFUSED),
            Kind.of("Bad socket read/write on client ", "(.*): Unknown error\\.", RefusalReason.FEATURE_REFUSED),
            Kind.of("Invalid protocol ", ".* in CONNECT from (.*)\\.", RefusalReason.UNSUPPORTED_PROTOCOL_VERSION),
            Kind.of(
                    "Denied PUBLISH from ",
                    "(.*) \\(d[0-9]+, q[0-9]+, r[0-9]+, m[0-9]+, '.*",
                    RefusalReason.PUBLISH_DENIED),
            // The name of the client is not known during the handshake.
            new Kind(
                    "OpenSSL Error[",
                    Pattern.compile("OpenSSL Error\\[[0-9]+\\]: (.*)"),
                    found -> found.group(1).contains("unexpected eof")
                            ? null
                            : new Refusal(Refusal.OTHERS, RefusalReason.TLS_REFUSED, found.group(1))));

    private BrokerLog() {}

    /// What a line says about a client; null if nothing that is counted.
    ///
    /// @param line with or without the broker's time stamp in front
    static @Nullable Refusal read(String line) {
        int stamp = line.indexOf(": ");
        String message =
                stamp > 0 && stamp < 40 && Character.isDigit(line.charAt(0)) ? line.substring(stamp + 2) : line;
        if (message.length() > MAX_CHARS) {
            return null;
        }
        for (Kind kind : KINDS) {
            if (message.startsWith(kind.start())) {
                Matcher found = kind.line().matcher(message);
                if (found.matches()) {
                    return kind.meaning().apply(found);
                }
            }
        }
        return null;
    }

    private static @Nullable Refusal taken(Matcher found) {
        int seconds = Integer.parseInt(found.group(2));
        if (seconds != 0 && seconds <= USUAL_KEEP_ALIVE_SECONDS) {
            return null;
        }
        return seconds == 0
                ? new Refusal(found.group(1), RefusalReason.KEEP_ALIVE_NONE, "connected with a keep-alive of 0")
                : new Refusal(
                        found.group(1),
                        RefusalReason.KEEP_ALIVE_LONG,
                        "connected with a keep-alive of " + seconds + " seconds");
    }
}
