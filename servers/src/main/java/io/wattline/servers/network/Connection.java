package io.wattline.servers.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// One client's connection through the proxy: two sockets and a pump each way.
final class Connection {

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final Socket client;
    private final Socket server = new Socket();
    private final CountDownLatch cut = new CountDownLatch(1);
    private final AtomicInteger pumping = new AtomicInteger(2);
    private final Consumer<Connection> onEnd;

    Connection(Socket client, Consumer<Connection> onEnd) {
        this.client = client;
        this.onEnd = onEnd;
    }

    /// Connects to the server and starts to pump; a server that cannot be reached resets the client.
    void open(int serverPort, Link toServer, Link toClient) {
        try {
            toServer.awaitOpen(this::isCut);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), CONNECT_TIMEOUT_MILLIS);
        } catch (IOException e) {
            reset();
            onEnd.accept(this);
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        start(new Pump(toServer, this), client, server);
        start(new Pump(toClient, this), server, client);
    }

    boolean isCut() {
        return cut.getCount() == 0;
    }

    /// Waits so long, or until the connection is cut.
    void pause(long nanos) throws InterruptedException {
        if (nanos > 0) {
            cut.await(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /// Ends the connection with a reset on both sides; what is under way is lost.
    void reset() {
        cut.countDown();
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // Closed already.
            }
            close(socket);
        }
    }

    /// Ends the connection in order on both sides; what is under way is lost.
    void finish() {
        cut.countDown();
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.shutdownOutput();
            } catch (IOException e) {
                close(socket);
            }
        }
    }

    private void start(Pump pump, Socket source, Socket target) {
        Thread.ofVirtual().name("proxy-read").start(() -> pump.read(source));
        Thread.ofVirtual().name("proxy-write").start(() -> write(pump, target));
    }

    private void write(Pump pump, Socket target) {
        try {
            if (!pump.write(target)) {
                reset();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reset();
        }
        if (pumping.decrementAndGet() == 0) {
            close(client);
            close(server);
            onEnd.accept(this);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing more to end.
        }
    }
}
