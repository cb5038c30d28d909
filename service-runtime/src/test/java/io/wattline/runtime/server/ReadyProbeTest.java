package io.wattline.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.runtime.access.AccessConfig;
import io.wattline.runtime.observe.ReadyProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The health check of a container whose HTTP port speaks TLS.
@Timeout(60)
class ReadyProbeTest {

    @TempDir
    private static Path folder;

    private static HttpConfig tls(OptionalInt observePort) throws IOException {
        return new HttpConfig(
                "127.0.0.1",
                0,
                observePort,
                Optional.of(SelfSigned.in(folder, "EC").files()),
                AccessConfig.open(),
                HttpLimits.defaults());
    }

    @Test
    void followsTheReadinessOfTheService() throws IOException {
        try (TestServer server = new TestServer(tls(OptionalInt.empty()))) {
            assertThat(ReadyProbe.isReady(server.port())).isTrue();
            server.readyStatus = 503;
            assertThat(ReadyProbe.isReady(server.port())).isFalse();
            server.readyStatus = 200;
            assertThat(ReadyProbe.isReady(server.port())).isTrue();
        }
    }

    @Test
    void usesThePortOfTheProbes() throws IOException {
        try (TestServer server = new TestServer(tls(OptionalInt.of(0)))) {
            assertThat(ReadyProbe.isReady(server.server.observePort())).isTrue();
            assertThat(ReadyProbe.isReady(server.port())).isFalse();
        }
    }

    @Test
    void isNotReadyWithoutAListenerOrWithoutTls() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(ReadyProbe.isReady(free)).isFalse();
        try (TestServer plain = new TestServer()) {
            assertThat(ReadyProbe.isReady(plain.port())).isFalse();
        }
    }
}
