package io.wattline.query.postgres.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections that are at work now, and since when. Holds no more than the pool has. Safe for all threads.
final class WorkUnderWay {

    private static final Logger LOG = LoggerFactory.getLogger(WorkUnderWay.class);

    private final Map<Connection, Long> sinceNanos = new ConcurrentHashMap<>();
    private volatile long answeredNanos = System.nanoTime();

    void begins(Connection connection) {
        sinceNanos.put(connection, System.nanoTime());
    }

    void ends(Connection connection) {
        sinceNanos.remove(connection);
    }

    /// Some work has been done to its end: the server lives.
    void answered() {
        answeredNanos = System.nanoTime();
    }

    /// Whether any work has been done to its end since that moment of [System#nanoTime].
    boolean wasAnsweredSince(long nanos) {
        return answeredNanos - nanos >= 0;
    }

    boolean hasLasted(Duration time) {
        long now = System.nanoTime();
        return sinceNanos.values().stream().anyMatch(since -> now - since >= time.toNanos());
    }

    /// Closes every busy connection: callers that wait for an answer fail at once, with an SQLSTATE of class 08.
    /// Returns how many there were; does not wait.
    int abort() {
        int aborted = 0;
        for (Connection connection : sinceNanos.keySet()) {
            try {
                connection.abort(Thread::startVirtualThread);
                aborted++;
            } catch (SQLException e) {
                LOG.debug("a connection could not be cut, its socket time-out will end it", e);
            }
        }
        return aborted;
    }
}
