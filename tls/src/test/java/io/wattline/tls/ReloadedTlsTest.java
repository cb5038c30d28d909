package io.wattline.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.servers.Certificates;
import io.wattline.tls.ReloadedTls.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadedTlsTest {

    private static final Look UNCHANGED = new Look.Unchanged();
    private static final Look RELOADED = new Look.Reloaded();

    @TempDir
    static Path folder;

    private static Certificates made;

    private final Path authorities = folder.resolve("used-ca.crt");
    private final Path certificate = folder.resolve("used.crt");
    private final Path key = folder.resolve("used.key");
    private ReloadedTls tls;

    @BeforeAll
    static void make() {
        made = new Certificates(folder)
                .authority("ca")
                .authority("next-ca")
                .signed("first", "ca", "DNS:first")
                .signed("second", "ca", "DNS:second");
    }

    @BeforeEach
    void start() throws IOException {
        put("ca.crt", authorities);
        put("first.crt", certificate);
        put("first.key", key);
        tls = ReloadedTls.of(new TlsFiles(authorities, certificate, key));
    }

    @Test
    void usesNewFilesOnceTwoChecksFoundTheSameContent() throws IOException {
        X509KeyManager shown = (X509KeyManager) tls.identityFactory().getKeyManagers()[0];
        X509TrustManager trusting = (X509TrustManager) tls.trustFactory().getTrustManagers()[0];
        assertThat(tls.look()).isEqualTo(UNCHANGED);

        put("next-ca.crt", authorities);
        put("second.crt", certificate);
        put("second.key", key);

        assertThat(tls.look()).isEqualTo(UNCHANGED);
        assertThat(name(shown)).isEqualTo("CN=first");
        assertThat(tls.look()).isEqualTo(RELOADED);
        assertThat(name(shown)).isEqualTo("CN=second");
        assertThat(trusting.getAcceptedIssuers())
                .singleElement()
                .satisfies(issuer ->
                        assertThat(issuer.getSubjectX500Principal().getName()).isEqualTo("CN=next-ca"));
        assertThat(tls.look()).isEqualTo(UNCHANGED);
    }

    @Test
    void keepsTheOldMaterialWhileTheFilesAreUnusableAndWarnsOnce() throws IOException {
        X509KeyManager shown = (X509KeyManager) tls.identityFactory().getKeyManagers()[0];
        put("second.crt", certificate);
        assertThat(tls.look()).isEqualTo(UNCHANGED);
        assertThat(tls.look())
                .isInstanceOfSatisfying(
                        Look.Refused.class,
                        refused -> assertThat(refused.complaint())
                                .contains("used.key", "not that of the first certificate"));
        assertThat(tls.look()).isEqualTo(UNCHANGED);
        assertThat(name(shown)).isEqualTo("CN=first");

        put("second.key", key);
        assertThat(tls.look()).isEqualTo(UNCHANGED);
        assertThat(tls.look()).isEqualTo(RELOADED);
        assertThat(name(shown)).isEqualTo("CN=second");
    }

    @Test
    void keepsTheOldMaterialWhileAFileIsMissingOrHalfWritten() throws IOException {
        X509KeyManager shown = (X509KeyManager) tls.identityFactory().getKeyManagers()[0];
        Files.delete(certificate);
        assertThat(tls.look()).isEqualTo(UNCHANGED);
        assertThat(tls.look()).isEqualTo(new Look.Refused(certificate + " does not exist"));

        String whole = Files.readString(made.file("first.crt"));
        Files.writeString(certificate, whole.substring(0, whole.length() / 2));
        assertThat(tls.look()).isEqualTo(UNCHANGED);
        assertThat(tls.look()).isEqualTo(new Look.Refused(certificate + " holds a damaged PEM certificate"));
        assertThat(name(shown)).isEqualTo("CN=first");

        Files.writeString(certificate, whole);
        assertThat(tls.look()).isEqualTo(UNCHANGED);
        assertThat(tls.look()).isEqualTo(RELOADED);
    }

    private static String name(X509KeyManager manager) {
        String alias = manager.chooseClientAlias(new String[] {"EC"}, null, null);
        return manager.getCertificateChain(alias)[0].getSubjectX500Principal().getName();
    }

    private static void put(String name, Path target) throws IOException {
        Files.copy(made.file(name), target, StandardCopyOption.REPLACE_EXISTING);
    }
}
