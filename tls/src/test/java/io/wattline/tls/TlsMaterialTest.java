package io.wattline.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.servers.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsMaterialTest {

    @TempDir
    static Path folder;

    private static Certificates files;

    @BeforeAll
    static void make() {
        files = new Certificates(folder).authority("ca").authority("other").signed("client", "ca", "DNS:client");
    }

    @Test
    void trustsExactlyTheAuthoritiesInTheFile() throws IOException {
        assertThat(trusted(files.file("ca.crt"))).containsExactly("CN=ca");

        Path both = folder.resolve("both.crt");
        Files.writeString(both, "# who we trust\n" + text("ca.crt") + "\n" + text("other.crt"));
        assertThat(trusted(both)).containsExactlyInAnyOrder("CN=ca", "CN=other");
    }

    @Test
    void showsTheWholeChainAndKnowsWhenItsFirstCertificateExpires() throws IOException {
        Path chain = Files.writeString(folder.resolve("chain.crt"), text("client.crt") + text("ca.crt"));

        TlsMaterial material = TlsMaterial.read(TlsFiles.ofServer(chain, files.file("client.key")));

        String alias = material.identity().chooseClientAlias(new String[] {"EC"}, null, null);
        assertThat(Arrays.stream(material.identity().getCertificateChain(alias))
                        .map(certificate ->
                                certificate.getSubjectX500Principal().getName()))
                .containsExactly("CN=client", "CN=ca");
        assertThat(material.certificateNotAfter())
                .isEqualTo(Arrays.stream(material.identity().getCertificateChain(alias))
                        .map(certificate -> certificate.getNotAfter().toInstant())
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
        assertThat(material.trust()).isNull();
        assertThat(material.authoritiesNotAfter()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA -pkeyopt rsa_keygen_bits:2048", "EC -pkeyopt ec_paramgen_curve:P-384", "ED25519"})
    void readsKeysOfEveryUsualAlgorithm(String algorithm) {
        String[] options = ("genpkey -out some.key -algorithm " + algorithm).split(" ");
        files.openssl(options)
                .openssl("req", "-x509", "-key", "some.key", "-out", "some.crt", "-subj", "/CN=some", "-days", "2");

        assertThat(key("some.crt", "some.key").getFormat()).isEqualTo("PKCS#8");
    }

    @Test
    void readsTheKeysThatOlderToolsWrite() {
        files.openssl("genpkey", "-algorithm", "RSA", "-out", "rsa.key")
                .openssl("req", "-x509", "-key", "rsa.key", "-out", "rsa.crt", "-subj", "/CN=rsa", "-days", "2")
                .openssl("rsa", "-in", "rsa.key", "-traditional", "-out", "pkcs1.key")
                .openssl("ec", "-in", "client.key", "-out", "sec1.key")
                .openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", "with-parameters.key")
                .openssl(
                        "req",
                        "-x509",
                        "-key",
                        "with-parameters.key",
                        "-out",
                        "ec.crt",
                        "-subj",
                        "/CN=e",
                        "-days",
                        "2");

        assertThat(text("pkcs1.key")).contains("BEGIN RSA PRIVATE KEY");
        assertThat(key("rsa.crt", "pkcs1.key")).isEqualTo(key("rsa.crt", "rsa.key"));
        assertThat(text("sec1.key")).contains("BEGIN EC PRIVATE KEY");
        assertThat(key("client.crt", "sec1.key")).isEqualTo(key("client.crt", "client.key"));
        assertThat(text("with-parameters.key")).contains("BEGIN EC PARAMETERS");
        assertThat(key("ec.crt", "with-parameters.key").getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void explainsHowToConvertAKeyOfAnotherForm() {
        files.openssl("genpkey", "-algorithm", "RSA", "-out", "plain.key")
                .openssl("pkcs8", "-topk8", "-in", "plain.key", "-passout", "pass:canary", "-out", "encrypted.key")
                .openssl(
                        "rsa",
                        "-in",
                        "plain.key",
                        "-traditional",
                        "-aes128",
                        "-passout",
                        "pass:canary",
                        "-out",
                        "old.key")
                .openssl("pkey", "-in", "plain.key", "-outform", "DER", "-out", "der.key");

        for (String name : List.of("encrypted.key", "old.key")) {
            assertUnusable(files.file("client.crt"), files.file(name), name, "decrypt it with openssl pkcs8");
        }
        assertUnusable(files.file("client.crt"), files.file("der.key"), "der.key", "openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void refusesAKeyThatDoesNotMatchTheCertificate() {
        files.signed("another", "ca", "DNS:another");

        assertUnusable(files.file("client.crt"), files.file("another.key"), "another.key", "not that of the first");
        assertUnusable(files.file("client.crt"), files.file("rsa.key"), "rsa.key", "");
    }

    @Test
    void namesTheFileThatIsWrong() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "CANARY");
        Path absent = folder.resolve("absent.pem");

        for (Path bad : List.of(empty, garbage, absent, files.file("client.key"))) {
            assertThatThrownBy(() -> TlsMaterial.read(new TlsFiles(bad, null, null)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(bad + " ")
                    .hasMessageNotContaining("CANARY");
            assertUnusable(bad, files.file("client.key"), bad.toString(), "");
        }
        for (Path bad : List.of(empty, garbage, absent, files.file("client.crt"))) {
            assertUnusable(files.file("client.crt"), bad, bad.toString(), "");
        }
    }

    @Test
    void neverQuotesAKey() throws IOException {
        String key = text("client.key");
        Path damaged = Files.writeString(folder.resolve("damaged.key"), key.replaceFirst("MI", "MJ"));

        assertThatThrownBy(() -> TlsMaterial.read(TlsFiles.ofServer(files.file("client.crt"), damaged)))
                .hasMessageStartingWith(damaged + " ")
                .hasMessageNotContaining(key.lines().skip(1).findFirst().orElseThrow())
                .hasNoCause();
    }

    @Test
    void refusesFilesThatWereCutOff() throws IOException {
        String key = text("client.key");
        Path cutKey = Files.writeString(folder.resolve("cut.key"), key.replaceFirst(".{3}\n-----END", "\n-----END"));
        assertUnusable(files.file("client.crt"), cutKey, "cut.key", "damaged private key");

        String chain = text("client.crt") + text("ca.crt");
        for (int cut : new int[] {text("client.crt").length() + 40, chain.length() - 200, chain.length() - 20}) {
            Path cutChain = Files.writeString(folder.resolve("cut.crt"), chain.substring(0, cut));
            assertUnusable(cutChain, files.file("client.key"), "cut.crt", "damaged PEM certificate");
        }
    }

    private static void assertUnusable(Path cert, Path key, String named, String hint) {
        assertThatThrownBy(() -> TlsMaterial.read(TlsFiles.ofServer(cert, key)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named + " ")
                .hasMessageContaining(hint)
                .hasNoCause();
    }

    private static List<String> trusted(Path authorities) {
        X509TrustManager manager =
                TlsMaterial.read(new TlsFiles(authorities, null, null)).trust();
        return Arrays.stream(manager.getAcceptedIssuers())
                .map(X509Certificate::getSubjectX500Principal)
                .map(principal -> principal.getName())
                .toList();
    }

    private static PrivateKey key(String cert, String key) {
        X509KeyManager identity = TlsMaterial.read(TlsFiles.ofServer(files.file(cert), files.file(key)))
                .identity();
        String alias = identity.chooseClientAlias(new String[] {"EC", "RSA", "EdDSA"}, null, null);
        return identity.getPrivateKey(alias);
    }

    private static String text(String name) {
        try {
            return Files.readString(files.file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
