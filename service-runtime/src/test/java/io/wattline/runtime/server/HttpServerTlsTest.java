package io.wattline.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.runtime.access.AccessConfig;
import io.wattline.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpServerTlsTest {

    /// The head of a TLS record whose 16 KiB never come.
    private static final String HELLO = "\u0016\u0003\u0001\u0040\u0000\u0001";

    @TempDir
    private static Path folder;

    /// Made once: each costs the start of a JVM.
    private static SelfSigned rsa;

    private static SelfSigned ec;

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException {
        rsa = SelfSigned.in(folder, "RSA");
        ec = SelfSigned.in(folder, "EC");
    }

    private static HttpConfig config(TlsFiles files, HttpLimits limits) {
        return new HttpConfig("127.0.0.1", 0, OptionalInt.empty(), Optional.of(files), AccessConfig.open(), limits);
    }

    private static int status(SelfSigned tls, int port) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(tls.trusting()).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/things/a"))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void servesHttpsWithPemFiles(String keyAlgorithm) throws IOException, InterruptedException {
        SelfSigned tls = keyAlgorithm.equals("RSA") ? rsa : ec;
        try (TestServer server = new TestServer(config(tls.files(), HttpLimits.defaults()))) {
            assertThat(status(tls, server.port())).isEqualTo(200);
        }
    }

    @Test
    void showsARenewedCertificateWithoutFailingARequest() throws Exception {
        Path chain = Files.copy(ec.files().certificate(), folder.resolve("renewed.crt"));
        Path key = Files.copy(ec.files().key(), folder.resolve("renewed.key"));
        try (TestServer server = new TestServer(config(TlsFiles.ofServer(chain, key), HttpLimits.defaults()));
                TlsLoad load = TlsLoad.on(server.port(), ec, rsa)) {
            load.awaitHandshakesWith(ec);

            Files.copy(rsa.files().certificate(), chain, StandardCopyOption.REPLACE_EXISTING);
            // In between the two do not belong together, which is said once.
            load.await("refused", () -> changes(server, "refused") > 0);
            load.awaitHandshakesWith(ec);
            Files.copy(rsa.files().key(), key, StandardCopyOption.REPLACE_EXISTING);

            load.awaitHandshakesWith(rsa);
            load.end();
            assertThat(load.failures()).isEmpty();
            assertThat(load.answersOnTheStandingConnection()).isPositive();
            assertThat(changes(server, "refused")).isOne();
            assertThat(changes(server, "reloaded")).isOne();
            assertThat(server.registry
                            .get("wattline.tls.certificate.not.after.timestamp")
                            .tag("role", "http")
                            .timeGauge()
                            .value(TimeUnit.SECONDS))
                    .isEqualTo(rsa.notAfter().getEpochSecond());
        }
    }

    private static double changes(TestServer server, String outcome) {
        return server.registry
                .get("wattline.tls.reloads")
                .tag("role", "http")
                .tag("result", outcome)
                .counter()
                .count();
    }

    @Test
    void failedAndSilentHandshakesUseUpNoConnections() throws IOException, InterruptedException {
        HttpLimits limits = HttpLimits.defaults()
                .withLoad(new HttpLimits.Load(2, 64, 64, Duration.ofSeconds(1)))
                .withTimes(new HttpLimits.Times(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(1)));
        try (TestServer server = new TestServer(config(ec.files(), limits))) {
            for (int i = 0; i < 10; i++) {
                try (RawClient plain = server.client()) {
                    plain.get("/things/a");
                    assertThat(plain.isClosedByServer()).isTrue();
                }
            }
            try (RawClient silent = server.client()) {
                assertThat(silent.isClosedByServer()).isTrue();
            }
            assertThat(status(ec, server.port())).isEqualTo(200);
        }
    }

    @Test
    void cutsAHandshakeThatDrips() throws IOException {
        HttpLimits limits = HttpLimits.defaults()
                .withTimes(new HttpLimits.Times(Duration.ofSeconds(30), Duration.ofMillis(300), Duration.ofSeconds(1)));
        try (TestServer server = new TestServer(config(ec.files(), limits));
                RawClient client = server.client()) {
            client.send(HELLO);
            Thread dripping = client.drip();
            assertThat(client.isClosedByServer()).isTrue();
            dripping.interrupt();
        }
    }

    @Test
    void countsHandshakesAgainstTheLimitOfConnections() throws IOException, InterruptedException {
        HttpLimits limits = HttpLimits.defaults().withLoad(new HttpLimits.Load(2, 64, 64, Duration.ofSeconds(1)));
        try (TestServer server = new TestServer(config(ec.files(), limits))) {
            List<RawClient> handshaking = new ArrayList<>();
            try {
                for (int i = 0; i < 4; i++) {
                    handshaking.add(server.client().send(HELLO));
                }
                server.awaitGauge("wattline.http.connections", 4);
                try (RawClient surplus = server.client()) {
                    assertThat(surplus.isClosedByServer()).isTrue();
                }
            } finally {
                for (RawClient client : handshaking) {
                    client.close();
                }
            }
            server.awaitGauge("wattline.http.connections", 0);
            assertThat(status(ec, server.port())).isEqualTo(200);
        }
    }

    @Test
    void namesTheInvalidFileWithoutShowingItsContent() throws IOException {
        TlsFiles good = ec.files();
        TlsFiles other = rsa.files();
        Path junk = Files.writeString(folder.resolve("junk.pem"), "hunter2");
        assertRefused(TlsFiles.ofServer(junk, good.key()), "junk.pem holds no PEM certificate");
        assertRefused(TlsFiles.ofServer(good.certificate(), junk), "junk.pem holds no PEM private key");
        assertRefused(
                TlsFiles.ofServer(good.certificate(), other.key()), "RSA.key holds a private key that is not that");
    }

    private static void assertRefused(TlsFiles files, String complaint) {
        assertThatThrownBy(() -> new TestServer(config(files, HttpLimits.defaults())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HTTP_TLS_KEY_FILE")
                .hasMessageContaining(complaint)
                .hasMessageNotContaining("hunter2");
    }
}
