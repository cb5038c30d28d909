package io.wattline.ingestor.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.servers.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFilesTest {

    @TempDir
    static Path folder;

    private static Certificates files;

    @BeforeAll
    static void make() {
        files = new Certificates(folder).authority("ca").authority("other").signed("client", "ca", "DNS:client");
    }

    @Test
    void trustsExactlyTheAuthoritiesInTheFile() throws IOException {
        assertThat(trusted(PemFiles.trust(files.file("ca.crt")))).containsExactly("CN=ca");

        Path both = folder.resolve("both.crt");
        Files.writeString(both, "# who we trust\n" + text("ca.crt") + "\n" + text("other.crt"));
        assertThat(trusted(PemFiles.trust(both))).containsExactlyInAnyOrder("CN=ca", "CN=other");
    }

    @Test
    void showsTheWholeChain() throws IOException {
        Path chain = Files.writeString(folder.resolve("chain.crt"), text("client.crt") + text("ca.crt"));

        assertThat(Arrays.stream(keyManager(chain, files.file("client.key")).getCertificateChain("client"))
                        .map(certificate ->
                                certificate.getSubjectX500Principal().getName()))
                .containsExactly("CN=client", "CN=ca");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA -pkeyopt rsa_keygen_bits:2048", "EC -pkeyopt ec_paramgen_curve:P-384", "ED25519"})
    void readsKeysOfEveryUsualAlgorithm(String algorithm) {
        String[] options = ("genpkey -out some.key -algorithm " + algorithm).split(" ");
        files.openssl(options)
                .openssl("req", "-x509", "-key", "some.key", "-out", "some.crt", "-subj", "/CN=some", "-days", "2");

        X509KeyManager manager = keyManager(files.file("some.crt"), files.file("some.key"));

        assertThat(manager.getPrivateKey("client").getFormat()).isEqualTo("PKCS#8");
    }

    @Test
    void saysHowToConvertAKeyOfAnotherForm() {
        files.openssl("genpkey", "-algorithm", "RSA", "-out", "rsa.key")
                .openssl("rsa", "-in", "rsa.key", "-traditional", "-out", "pkcs1.key")
                .openssl("pkcs8", "-topk8", "-in", "rsa.key", "-passout", "pass:canary", "-out", "encrypted.key")
                .openssl("pkey", "-in", "rsa.key", "-outform", "DER", "-out", "der.key");

        for (String name : List.of("pkcs1.key", "encrypted.key", "der.key")) {
            assertUnusable(files.file("client.crt"), files.file(name), name, "openssl pkcs8 -topk8 -nocrypt");
        }
    }

    @Test
    void namesTheFileThatIsWrong() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "CANARY");
        Path absent = folder.resolve("absent.pem");

        for (Path bad : List.of(empty, garbage, absent, files.file("client.key"))) {
            assertThatThrownBy(() -> PemFiles.trust(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(bad + " ");
            assertUnusable(bad, files.file("client.key"), bad.toString(), "certificate");
        }
        for (Path bad : List.of(empty, garbage, absent, files.file("client.crt"))) {
            assertUnusable(files.file("client.crt"), bad, bad.toString(), "private key");
        }
    }

    @Test
    void neverQuotesAKey() throws IOException {
        String key = text("client.key");
        Path damaged = Files.writeString(folder.resolve("damaged.key"), key.replaceFirst("MI", "MJ"));

        assertThatThrownBy(() -> PemFiles.identity(files.file("client.crt"), damaged))
                .hasMessageNotContaining(key.lines().skip(1).findFirst().orElseThrow())
                .hasNoCause();
    }

    @Test
    void namesAKeyThatWasCutOff() throws IOException {
        String key = text("client.key");
        Path cut = Files.writeString(folder.resolve("cut.key"), key.replaceFirst(".{3}\n-----END", "\n-----END"));

        assertUnusable(files.file("client.crt"), cut, "cut.key", "private key");
    }

    private static void assertUnusable(Path cert, Path key, String named, String hint) {
        assertThatThrownBy(() -> PemFiles.identity(cert, key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named + " ")
                .hasMessageContaining(hint);
    }

    private static List<String> trusted(TrustManagerFactory factory) {
        X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
        return Arrays.stream(manager.getAcceptedIssuers())
                .map(X509Certificate::getSubjectX500Principal)
                .map(principal -> principal.getName())
                .toList();
    }

    private static X509KeyManager keyManager(Path cert, Path key) {
        return (X509KeyManager) PemFiles.identity(cert, key).getKeyManagers()[0];
    }

    private static String text(String name) throws IOException {
        return Files.readString(files.file(name));
    }
}
