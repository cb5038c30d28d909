package io.wattline.db;

import java.time.Duration;

/// How long each step of talking to the database may take. Each is at least 100 ms and at most a day; none is
/// infinite.
///
/// @param connect establishing one connection, the log-in included
/// @param acquire waiting for a connection of the pool
/// @param statement one statement, ended by the server
/// @param lock waiting for one lock, ended by the server
/// @param socket waiting for the server's next byte; longer than `statement`, so that it only ends what the
///     server cannot
public record DatabaseTimeouts(Duration connect, Duration acquire, Duration statement, Duration lock, Duration socket) {

    private static final Duration MIN = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofDays(1);
    private static final Duration USUAL = Duration.ofSeconds(5);

    /// For services: statements of at most 10 s.
    public static final DatabaseTimeouts DEFAULT = ofStatement(Duration.ofSeconds(10));

    public DatabaseTimeouts {
        requireBounded("connect", connect);
        requireBounded("acquire", acquire);
        requireBounded("statement", statement);
        requireBounded("lock", lock);
        requireBounded("socket", socket);
        if (socket.compareTo(statement) <= 0) {
            throw new IllegalArgumentException("the socket time-out must be longer than the statement time-out");
        }
    }

    /// The usual time-outs around a given limit for statements, at most 23 hours.
    public static DatabaseTimeouts ofStatement(Duration statement) {
        Duration lock = statement.compareTo(USUAL) < 0 ? statement : USUAL;
        return new DatabaseTimeouts(USUAL, USUAL, statement, lock, statement.plus(USUAL));
    }

    private static void requireBounded(String name, Duration timeout) {
        if (timeout.compareTo(MIN) < 0 || timeout.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("the " + name + " time-out must be PT0.1S to PT24H, is " + timeout);
        }
    }
}
