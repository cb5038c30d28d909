package io.wattline.ingestor.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/// Trust and key material from PEM files, as TLS clients want it.
///
/// Every method throws IllegalArgumentException for a file that cannot be read or holds something else, naming it.
final class PemFiles {

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PemFiles() {}

    /// Trusts exactly the certificates in the file.
    static TrustManagerFactory trust(Path caFile) {
        try {
            KeyStore store = emptyStore();
            int number = 0;
            for (Certificate certificate : certificates(caFile)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(caFile, "PEM certificates", e);
        }
    }

    /// Shows the certificate chain of the one file, with the key of the other.
    static KeyManagerFactory identity(Path certFile, Path keyFile) {
        try {
            Certificate[] chain = certificates(certFile).toArray(new Certificate[0]);
            KeyStore store = emptyStore();
            store.setKeyEntry("client", privateKey(keyFile), new char[0], chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(certFile, "a PEM certificate chain", e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new GeneralSecurityException("it holds no certificate");
            }
            return certificates;
        }
    }

    private static PrivateKey privateKey(Path file) {
        Matcher pem = PRIVATE_KEY.matcher(keyText(file));
        Optional<PrivateKey> key = pem.find() ? privateKey(pem.group(1)) : Optional.empty();
        return key.orElseThrow(() ->
                new IllegalArgumentException(file + " does not hold an unencrypted PKCS #8 private key in PEM form: "
                        + "convert it with openssl pkcs8 -topk8 -nocrypt"));
    }

    private static Optional<PrivateKey> privateKey(String base64) {
        try {
            var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
            return KEY_ALGORITHMS.stream()
                    .flatMap(algorithm -> decoded(algorithm, encoded).stream())
                    .findFirst();
        } catch (IllegalArgumentException e) {
            // Cut off, for example.
            return Optional.empty();
        }
    }

    /// The text of a file that may turn out to be binary.
    private static String keyText(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw unusable(file, "a private key", e);
        }
    }

    /// The key, if it is one of that algorithm. What the parser says otherwise is not passed on: it may quote the key.
    private static Optional<PrivateKey> decoded(String algorithm, PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException unusable(Path file, String expected, Exception cause) {
        return new IllegalArgumentException(file + " does not hold " + expected + ": " + cause.getMessage(), cause);
    }
}
