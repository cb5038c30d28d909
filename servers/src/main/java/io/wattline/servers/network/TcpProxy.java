package io.wattline.servers.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A loopback TCP proxy that can be told to cut, refuse, hold, delay and slow down what passes.
///
/// It starts out clear. Faults add up until [#pass] clears them all. Bounded: 4,096 connections at once (more are
/// reset), and at most 1 MiB in each direction of each.
///
/// Methods may be called from any thread and take effect at once, for connections that exist and those to come.
public final class TcpProxy implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 4_096;
    private static final int BACKLOG = 1_024;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final int serverPort;
    private final int port;
    private final Map<Direction, Link> links = Map.of(Direction.TO_SERVER, new Link(), Direction.TO_CLIENT, new Link());
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;

    private TcpProxy(int serverPort) {
        this.serverPort = serverPort;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
    }

    /// A proxy on a free port in front of a loopback server, which need not run yet.
    public static TcpProxy to(int serverPort) {
        TcpProxy proxy = new TcpProxy(serverPort);
        proxy.accept();
        return proxy;
    }

    /// Where clients connect; the same for the proxy's whole life.
    public int port() {
        return port;
    }

    /// Clears every fault. Held bytes flow on; connections that were cut stay cut.
    public synchronized void pass() {
        links.values().forEach(link -> link.change(quality -> LinkQuality.CLEAR));
        if (listener == null) {
            listener = listen(port);
            accept();
        }
    }

    /// Refuses new connections; the present ones go on.
    public synchronized void refuse() {
        if (listener == null) {
            return;
        }
        try {
            listener.close();
            listener = null;
            // The port is closed only once the thread that waits on it has noticed.
            Objects.requireNonNull(acceptor).join(CLOSE_TIMEOUT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Resets every present connection, both sides; what is under way is lost.
    public void reset() {
        connections.forEach(Connection::reset);
    }

    /// Ends every present connection in order, both sides; what is under way is lost.
    public void finish() {
        connections.forEach(Connection::finish);
    }

    /// Nothing passes either way any more, not even the end of a connection, and neither side is notified. A client can
    /// still open its side of a connection, as the kernel does that, and then waits in vain.
    public void blackHole() {
        blackHole(Direction.TO_SERVER);
        blackHole(Direction.TO_CLIENT);
    }

    /// The same for one direction only.
    public void blackHole(Direction direction) {
        change(direction, quality -> quality.withHeld(true));
    }

    /// Every byte arrives so much later; the throughput stays.
    public void delay(Direction direction, Duration delay) {
        change(direction, quality -> quality.withDelay(delay));
    }

    /// At most so many bytes a second for each connection, in writes of at most `fragmentBytes`; 0 is no limit.
    public void throttle(Direction direction, int bytesPerSecond, int fragmentBytes) {
        change(direction, quality -> quality.withRate(bytesPerSecond, fragmentBytes));
    }

    /// How many connections clients have opened so far.
    public int opened() {
        return opened.get();
    }

    /// How many are open now.
    public int open() {
        return connections.size();
    }

    /// How many bytes were forwarded so far.
    public long bytes(Direction direction) {
        return link(direction).bytes();
    }

    @Override
    public void close() {
        refuse();
        reset();
    }

    private void change(Direction direction, UnaryOperator<LinkQuality> how) {
        link(direction).change(how);
    }

    private Link link(Direction direction) {
        return Objects.requireNonNull(links.get(direction));
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    private synchronized void accept() {
        ServerSocket source = Objects.requireNonNull(listener);
        acceptor = Thread.ofVirtual().name("proxy-accept").start(() -> acceptAll(source));
    }

    private void acceptAll(ServerSocket source) {
        while (!source.isClosed()) {
            try {
                admit(source.accept());
            } catch (IOException e) {
                // Closed by refuse(), or the client is gone again.
            }
        }
    }

    private void admit(Socket client) {
        opened.incrementAndGet();
        Connection connection = new Connection(client, connections::remove);
        connections.add(connection);
        if (connections.size() > MAX_CONNECTIONS) {
            connection.reset();
            connections.remove(connection);
            return;
        }
        Thread.ofVirtual()
                .name("proxy-connect")
                .start(() -> connection.open(serverPort, link(Direction.TO_SERVER), link(Direction.TO_CLIENT)));
    }
}
