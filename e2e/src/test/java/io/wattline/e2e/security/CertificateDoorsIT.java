package io.wattline.e2e.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.wattline.servers.Certificates;
import io.wattline.servers.process.TemporaryFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `certificates.conf`: the name in the certificate is all that counts.
class CertificateDoorsIT {

    private static final byte[] PAYLOAD = "{}".getBytes(UTF_8);

    private static SecuredFleet fleet;

    @BeforeAll
    static void start() {
        fleet = SecuredFleet.createWithCertificates();
    }

    @AfterAll
    static void end() {
        fleet.close();
    }

    @Test
    void writesUnderTheNameInTheCertificateWhateverTheDeviceClaims() {
        Login claim =
                Login.password("M2", "anything").with(fleet.certificateOf("M1").certificate());
        try (Peer device = fleet.connect(claim)) {
            assertThat(device.publish("meters/M1/telemetry", PAYLOAD))
                    .isEqualTo(Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS);
            assertThat(device.publish("meters/M2/telemetry", PAYLOAD)).isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED);
        }
    }

    @Test
    void servesIdsThatNoPasswordFileCanHold() {
        try (Peer device = fleet.connect(fleet.certificateOf("site:7:meter*2"))) {
            assertThat(device.publish("meters/site:7:meter*2/telemetry", PAYLOAD))
                    .isEqualTo(Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS);
        }
    }

    @Test
    void refusesAMissingCertificateOrOneOfAnotherKind() {
        refused(Login.anonymous("M1"));
        refused(Login.password("M1", "x"));
        refused(Login.certificate(fleet.secret("authorities", "server")));
        refused(fleet.ingestorLogin());
    }

    @Test
    void refusesACertificateOfAForeignAuthority() {
        try (SecuredFleet foreign = SecuredFleet.createWithCertificates()) {
            refused(foreign.certificateOf("M1"));
        }
    }

    @Test
    void refusesAnExpiredCertificate() {
        try (TemporaryFolder folder = TemporaryFolder.create("expired")) {
            Path expired = new Certificates(folder.path())
                    .expired("M5", fleet.secret("authorities", "fleet-ca").toString())
                    .file("M5");
            refused(Login.certificate(expired));
        }
    }

    @Test
    void refusesARevokedCertificateAfterTheNextReload() {
        Login stolen = fleet.certificateOf("stolen");
        try (TemporaryFolder folder = TemporaryFolder.create("stolen")) {
            // Revocation deletes the folder's own copy; a thief keeps one.
            Login copy = Login.certificate(CertificateCopy.of(stolen, folder.path()));
            fleet.connect(copy).close();
            fleet.revokeCertificate("stolen");
            refused(copy);
        }
        fleet.connect(fleet.certificateOf("another")).close();
    }

    @Test
    void issuesNoCertificateForANameOutsideTheGrammar() {
        for (String name : new String[] {"ingestors/0", "_ingestor", "+", "#", "a b", "../x", "", "x".repeat(65)}) {
            assertThatThrownBy(() -> fleet.certificateOf(name)).as(name).hasMessageContaining("is no device id");
        }
    }

    private static void refused(Login login) {
        assertThatThrownBy(() -> fleet.connect(login).close()).isInstanceOf(IllegalStateException.class);
    }
}
