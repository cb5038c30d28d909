package io.wattline.runtime.workaround;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts open connections: the first `max` are served, as many again are told 503 on their first request, any more
/// are closed at once.
///
/// Helidon's own `maxTcpConnections` is left alone for two reasons: it stops accepting, so that surplus clients
/// hang instead of being told, and in 4.4.0 a failed TLS handshake takes one of its places for good. Can go when both
/// have changed.
public final class ConnectionGate implements ServerConnectionSelector {

    // No permits, no queue: each request gets a 503 from Helidon itself, and the connection is closed.
    private static final Limit REFUSE_ALL =
            FixedLimit.builder().semaphore(new Semaphore(0)).build();

    private final ServerConnectionSelector http1;
    private final RequestDeadlines deadlines;
    private final int max;
    private final int maxHeadBytes;
    private final int maxBodyBytes;
    private final Handshakes handshakes;
    private final AtomicInteger open = new AtomicInteger();

    /// @param http1 serves the connections that are let in
    /// @param max how many are served
    /// @param maxHeadBytes the longest request line and headers
    /// @param maxBodyBytes the longest body
    public ConnectionGate(
            ServerConnectionSelector http1, RequestDeadlines deadlines, int max, int maxHeadBytes, int maxBodyBytes) {
        this.http1 = http1;
        this.deadlines = deadlines;
        this.handshakes = new Handshakes(deadlines);
        this.max = max;
        this.maxHeadBytes = maxHeadBytes;
        this.maxBodyBytes = maxBodyBytes;
    }

    /// Connections open now, served or not, those in a TLS handshake included.
    public int open() {
        return open.get() + handshakes.count();
    }

    /// Counts a connection from the moment of its acceptance; closes it where there are too many.
    void accepted(SocketChannel channel) throws IOException {
        if (open.get() + handshakes.atMost() >= 2L * max && open() >= 2L * max) {
            channel.close();
        } else {
            handshakes.begin(channel);
        }
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    // Everything is taken for HTTP/1.1, so that what is none gets a problem document instead of silence.
    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        DataReader reader = new BoundedReader(new Http10(context.dataReader(), maxHeadBytes), maxBodyBytes);
        return new Counted(
                http1.connection(new ReadDifferently(context, reader)),
                context.remotePeer().address());
    }

    private final class Counted implements ServerConnection {

        private final ServerConnection connection;
        private final SocketAddress peer;

        Counted(ServerConnection connection, SocketAddress peer) {
            this.connection = connection;
            this.peer = peer;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            int number = open.incrementAndGet();
            handshakes.end(peer);
            try {
                if (number > 2L * max) {
                    throw new CloseConnectionException("too many connections");
                }
                connection.handle(number > max ? REFUSE_ALL : limit);
            } finally {
                deadlines.disarm();
                open.decrementAndGet();
            }
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }
    }
}
