package io.wattline.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.servers.Certificates;
import io.wattline.servers.MosquittoServer;
import io.wattline.sim.fleet.FleetSettings;
import io.wattline.sim.mqtt.BrokerSettings;
import io.wattline.sim.mqtt.ConnectFault;
import io.wattline.sim.mqtt.Credentials;
import io.wattline.sim.mqtt.SettingsFault;
import io.wattline.sim.report.Summary;
import io.wattline.sim.workload.LiveWorkload;
import io.wattline.sim.workload.Pace;
import io.wattline.sim.workload.RunSettings;
import io.wattline.tls.TlsFiles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsIT {

    @TempDir
    private static Path certificateFolder;

    private static Certificates certificates;

    @TempDir
    private Path folder;

    private MosquittoServer broker;

    @BeforeAll
    static void makeCertificates() {
        certificates = new Certificates(certificateFolder)
                .authority("authority")
                .authority("stranger")
                .signed("broker", "authority", "IP:127.0.0.1")
                .signed("elsewhere", "authority", "DNS:elsewhere.example")
                .signed("device", "authority", "DNS:device");
    }

    @AfterEach
    void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void publishesWithAClientCertificateOverTls() throws Exception {
        start("broker", "require_certificate true");
        TlsFiles files = new TlsFiles(
                certificates.file("authority.crt"), certificates.file("device.crt"), certificates.file("device.key"));
        assertThat(run(files).counts()).isEqualTo(new Summary.Counts(10, 0, 0, 10, 0));
    }

    @Test
    void isRefusedWithoutAClientCertificateWhereTheBrokerRequiresOne() throws Exception {
        start("broker", "require_certificate true");
        TlsFiles files = new TlsFiles(certificates.file("authority.crt"), null, null);
        assertThatThrownBy(() -> run(files)).isInstanceOf(ConnectFault.class);
    }

    @Test
    void doesNotTrustAnotherAuthority() throws Exception {
        start("broker", "");
        TlsFiles files = new TlsFiles(certificates.file("stranger.crt"), null, null);
        assertThatThrownBy(() -> run(files)).isInstanceOf(ConnectFault.class).hasMessageContaining("TLS");
    }

    @Test
    void trustsOnlyTheJdksAuthoritiesWithoutACaFile() throws Exception {
        start("broker", "");
        assertThatThrownBy(() -> run(TlsFiles.NONE))
                .isInstanceOf(ConnectFault.class)
                .hasMessageContaining("TLS");
    }

    @Test
    void doesNotTrustACertificateForAnotherHost() throws Exception {
        start("elsewhere", "");
        TlsFiles files = new TlsFiles(certificates.file("authority.crt"), null, null);
        assertThatThrownBy(() -> run(files)).isInstanceOf(ConnectFault.class).hasMessageContaining("TLS");
    }

    @Test
    void namesAKeyThatIsNotPkcs8() throws Exception {
        start("broker", "");
        Path key = Files.writeString(folder.resolve("old-key.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n");
        TlsFiles files = new TlsFiles(null, certificates.file("device.crt"), key);
        assertThatThrownBy(() -> run(files))
                .isInstanceOf(SettingsFault.class)
                .hasMessageContaining("old-key.pem")
                .hasMessageContaining("openssl pkcs8")
                .hasMessageNotContaining("AAAA");
    }

    private void start(String certificate, String configuration) {
        broker = MosquittoServer.createReading(
                "cafile " + certificates.file("authority.crt"),
                "certfile " + certificates.file(certificate + ".crt"),
                "keyfile " + certificates.file(certificate + ".key"),
                configuration);
    }

    private Summary run(TlsFiles files) throws InterruptedException {
        URI url = URI.create("mqtts://127.0.0.1:" + broker.port());
        var settings = new BrokerSettings(url, "", Credentials.NONE, files, 2, 10);
        var workload = new LiveWorkload(
                new RunSettings(new FleetSettings(2, 1), new Pace.Rate(1000), Duration.ZERO, 10, null));
        var limits = new RunLimits(Duration.ofSeconds(5), Duration.ofSeconds(5));
        try (var simulator = new FleetSimulator(settings, workload, limits, null, InstantSource.system())) {
            return simulator.run();
        }
    }
}
