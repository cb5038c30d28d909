package io.wattline.query.postgres.connection;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends requests that wait for a silent database, for example behind a cut network, while a slow one
/// keeps its whole statement time-out.
///
/// While work has been under way for a quarter of a second the server is asked for a sign of life. If none comes within
/// a second, nor any answer to other work, all work under way is cut. So a caller knows within two seconds, and not
/// only after the socket time-out, which must be longer than the longest statement.
final class DatabaseWatch implements AutoCloseable {

    /// Whom to ask. Called by one thread, which closes it in the end.
    interface Server extends AutoCloseable {
        /// Whether the server answers; gives up after about a second.
        boolean isAnswering();

        @Override
        void close();
    }

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);
    // Also without work, so that no firewall forgets the connection that is asked on.
    private static final Duration MAX_QUIET = Duration.ofSeconds(30);

    private final WorkUnderWay work;
    private final Server server;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("database-watch").daemon().factory());
    private long askedNanos = System.nanoTime() - MAX_QUIET.toNanos();

    private DatabaseWatch(WorkUnderWay work, Server server) {
        this.work = work;
        this.server = server;
    }

    /// Starts to watch over `work`, which is done by `server`.
    @SuppressWarnings("FutureReturnValueIgnored") // What could fail is caught by the task.
    static DatabaseWatch start(WorkUnderWay work, Server server) {
        DatabaseWatch watch = new DatabaseWatch(work, server);
        watch.thread.scheduleWithFixedDelay(watch::lookSafely, 0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    // A task that throws is never run again.
    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("the database could not be watched", e);
        }
    }

    private void look() {
        boolean quietForLong = System.nanoTime() - askedNanos >= MAX_QUIET.toNanos();
        if (!quietForLong && !work.hasLasted(PATIENCE)) {
            return;
        }
        long began = System.nanoTime();
        boolean answered = server.isAnswering();
        askedNanos = System.nanoTime();
        // Silence may be that of the connection which is asked on, or of a log-in: whatever else was answered meanwhile
        // says that the server lives.
        if (!answered && !work.wasAnsweredSince(began)) {
            int aborted = work.abort();
            if (aborted > 0) {
                LOG.warn("database gave no sign of life, cut off what waits for it connections={}", aborted);
            }
        }
    }

    /// Ends the watch; does not wait for a question that is under way.
    @Override
    public void close() {
        thread.execute(server::close);
        thread.shutdown();
    }
}
