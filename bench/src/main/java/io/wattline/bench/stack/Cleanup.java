package io.wattline.bench.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Closes what was started, the newest first, once; also what is added while it closes. Safe for all threads.
public final class Cleanup implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closed;

    /// Takes over `resource`.
    ///
    /// @throws IllegalStateException if everything was closed already; `resource` then is closed too
    public <T extends AutoCloseable> T add(T resource) {
        synchronized (this) {
            if (!closed) {
                open.push(resource);
                return resource;
            }
        }
        closeQuietly(resource);
        throw new IllegalStateException("the benchmark is being ended");
    }

    /// Whether [#close] was called.
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        for (AutoCloseable resource = next(); resource != null; resource = next()) {
            closeQuietly(resource);
        }
    }

    private synchronized @Nullable AutoCloseable next() {
        closed = true;
        return open.poll();
    }

    /// What cannot be closed must not keep the rest open.
    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.err.println("bench: could not close " + resource + ": " + e.getMessage());
        }
    }
}
