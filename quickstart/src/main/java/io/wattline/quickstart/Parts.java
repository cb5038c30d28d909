package io.wattline.quickstart;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has been started, to be closed in reverse order, once. Safe for all threads: a signal may come while parts are
/// still being started.
final class Parts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private boolean closed;

    /// Adds a part that has been started.
    ///
    /// @throws QuickstartException if everything has been closed meanwhile; the part is closed too
    synchronized <T extends AutoCloseable> T add(T part) {
        if (closed) {
            close(part);
            throw new QuickstartException("stopped while it was starting", null);
        }
        opened.push(part);
        return part;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!opened.isEmpty()) {
            close(opened.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("a part did not stop in order", e);
        }
    }
}
