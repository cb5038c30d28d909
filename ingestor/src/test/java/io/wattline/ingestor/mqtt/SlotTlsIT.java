package io.wattline.ingestor.mqtt;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.servers.Certificates;
import io.wattline.servers.MosquittoServer;
import io.wattline.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A broker that asks for a client certificate.
class SlotTlsIT {

    @TempDir
    static Path folder;

    private static Certificates files;
    private static MosquittoServer broker;

    @BeforeAll
    static void open() throws Exception {
        files = new Certificates(folder)
                .authority("ca")
                .authority("foreign")
                .signed("server", "ca", "IP:127.0.0.1")
                .signed("client", "ca", "DNS:client")
                .signed("stranger", "foreign", "DNS:client")
                .expired("expired", "ca");
        broker = MosquittoServer.createReading(
                "cafile " + files.file("ca.crt"),
                "certfile " + files.file("server.crt"),
                "keyfile " + files.file("server.key"),
                "require_certificate true");
    }

    @AfterAll
    static void close() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void connectsToATrustedBrokerWithItsOwnCertificate() throws Exception {
        try (SlotFixture slots = slots("mqtts", "127.0.0.1", tls("ca", "client"))) {
            slots.awaitConnected();
        }
    }

    @Test
    void refusesABrokerWhoseCertificateItDoesNotTrust() throws Exception {
        assertRefused("mqtts", "127.0.0.1", tls("foreign", "client"), "certification path");
    }

    @Test
    void refusesABrokerTrustedOnlyByTheJdk() throws Exception {
        assertRefused("mqtts", "127.0.0.1", TlsFiles.NONE, "certification path");
    }

    @Test
    void refusesACertificateForAnotherHostName() throws Exception {
        assertRefused("mqtts", "localhost", tls("ca", "client"), "No name matching localhost");
    }

    @Test
    void isRefusedWithACertificateOfAForeignAuthority() throws Exception {
        assertRefused("mqtts", "127.0.0.1", tls("ca", "stranger"), "CONNECT failed");
    }

    @Test
    void connectsOnceItsExpiredCertificateIsReplacedOnDisk() throws Exception {
        replace("renewed", "expired");
        try (SlotFixture slots = slots("mqtts", "127.0.0.1", tls("ca", "renewed"))) {
            eventually("refused", () -> slots.count("wattline.slot.disconnects") > 0);
            assertThat(slots.connected()).isZero();

            replace("renewed", "client");

            slots.awaitConnected();
        }
    }

    private static void replace(String name, String by) throws IOException {
        for (String kind : List.of(".crt", ".key")) {
            Files.copy(files.file(by + kind), files.file(name + kind), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void neverFallsBackToPlainText() throws Exception {
        assertRefused("mqtt", "127.0.0.1", TlsFiles.NONE, "CONNECT failed");
    }

    @Test
    void doesNotStartWithUnusableFiles() {
        assertThatThrownBy(() -> slots("mqtts", "127.0.0.1", tls("absent", "client")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("absent.crt");
    }

    private static void assertRefused(String scheme, String host, TlsFiles tls, String cause) throws Exception {
        var log = SlotLog.attached();
        try (log;
                SlotFixture slots = slots(scheme, host, tls)) {
            eventually("complained", () -> !log.warnings().isEmpty());
            assertThat(log.warnings())
                    .first()
                    .asString()
                    .startsWith("not connected to the broker")
                    .contains(cause);
            assertThat(slots.connected()).isZero();
            assertThat(slots.count("wattline.slot.connects")).isZero();
        }
    }

    private static SlotFixture slots(String scheme, String host, TlsFiles tls) {
        return new SlotFixture(SlotFixture.config(new MqttEndpoint(broker.url(scheme, host), null, null, tls), 1));
    }

    private static TlsFiles tls(String authority, String client) {
        return new TlsFiles(files.file(authority + ".crt"), files.file(client + ".crt"), files.file(client + ".key"));
    }
}
