package io.wattline.servers.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyIT {

    private ServerSocket echo;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        proxy = TcpProxy.to(echo.getLocalPort());
    }

    @AfterEach
    void end() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void passesEveryByteBothWays() throws IOException {
        byte[] sent = new byte[3_000_000];
        new java.util.Random(1).nextBytes(sent);
        try (Socket client = connect()) {
            Thread.ofVirtual().start(() -> write(client, sent));
            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
        }
        assertThat(proxy.opened()).isEqualTo(1);
        assertThat(proxy.bytes(Direction.TO_SERVER)).isEqualTo(sent.length);
        await().until(() -> proxy.open() == 0);
    }

    @Test
    void forwardsTheEndOfTheStream() throws IOException {
        try (Socket client = connect()) {
            write(client, new byte[] {1, 2});
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).containsExactly(1, 2);
        }
    }

    @Test
    void closesByResetAndOrderly() throws IOException {
        try (Socket first = connect();
                Socket second = connect()) {
            echoes(first, 1);
            echoes(second, 2);
            proxy.reset();
            assertThatThrownBy(() -> first.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        try (Socket third = connect()) {
            echoes(third, 3);
            proxy.finish();
            assertThat(third.getInputStream().read()).isEqualTo(-1);
        }
        await().until(() -> proxy.open() == 0);
    }

    @Test
    void refusesAndAdmitsAgainOnTheSamePort() throws IOException {
        try (Socket present = connect()) {
            echoes(present, 1);
            proxy.refuse();
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            echoes(present, 2);
        }
        proxy.pass();
        try (Socket next = connect()) {
            echoes(next, 3);
        }
    }

    @Test
    void dropsEverythingUntilItIsHealed() throws IOException {
        try (Socket client = connect()) {
            echoes(client, 1);
            proxy.blackHole();
            write(client, new byte[] {2});
            silent(client);
            try (Socket late = connect()) {
                write(late, new byte[] {9});
                silent(late);
                proxy.pass();
                assertThat(late.getInputStream().read()).isEqualTo(9);
            }
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void dropsOneDirectionOnly() throws IOException {
        try (Socket client = connect()) {
            echoes(client, 1);
            proxy.blackHole(Direction.TO_CLIENT);
            write(client, new byte[] {2});
            await().until(() -> proxy.bytes(Direction.TO_SERVER) == 2);
            silent(client);
        }
    }

    @Test
    void delaysWithoutLosingThroughput() throws IOException {
        proxy.delay(Direction.TO_CLIENT, Duration.ofMillis(200));
        try (Socket client = connect()) {
            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                write(client, new byte[] {1});
            }
            client.getInputStream().readNBytes(20);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(190), Duration.ofMillis(2_000));
        }
    }

    @Test
    void slowsDownAndFragments() throws IOException {
        proxy.throttle(Direction.TO_SERVER, 10_000, 7);
        try (Socket client = connect()) {
            long start = System.nanoTime();
            write(client, new byte[3_000]);
            assertThat(client.getInputStream().readNBytes(3_000)).hasSize(3_000);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(250));
        }
    }

    @Test
    void resetsTheClientIfNoServerRuns() throws IOException {
        echo.close();
        try (Socket client = connect()) {
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        await().until(() -> proxy.open() == 0);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void echoes(Socket client, int value) throws IOException {
        write(client, new byte[] {(byte) value});
        assertThat(client.getInputStream().read()).isEqualTo(value);
    }

    private static void silent(Socket client) throws IOException {
        client.setSoTimeout(200);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(10_000);
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket socket = echo.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // The test cut it.
        }
    }
}
