package io.wattline.sim.mqtt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/// PEM files as what JSSE asks for.
final class PemMaterial {

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final char[] NO_PASSWORD = new char[0];

    private PemMaterial() {}

    /// Trusts exactly the certificates of the file.
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
            throw unusable(caFile, "PEM certificates (BEGIN CERTIFICATE)", e);
        }
    }

    /// The identity that a certificate chain and its key make.
    static KeyManagerFactory identity(Path certFile, Path keyFile) {
        Certificate[] chain;
        try {
            chain = certificates(certFile).toArray(new Certificate[0]);
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(certFile, "PEM certificates (BEGIN CERTIFICATE)", e);
        }
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("client", privateKey(keyFile), NO_PASSWORD, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(
                    keyFile,
                    "an unencrypted PKCS #8 key (BEGIN PRIVATE KEY; openssl pkcs8 -topk8 -nocrypt makes one)",
                    e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        var certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(SmallFile.read(file)));
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("no certificate in the file");
        }
        return certificates;
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
        Matcher pem = PRIVATE_KEY.matcher(new String(SmallFile.read(file), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new InvalidKeySpecException("no PKCS #8 key in the file");
        }
        var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException _) {
                // Not a key of this algorithm; the next one may read it.
            }
        }
        throw new InvalidKeySpecException("neither RSA nor EC nor EdDSA");
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    // The cause's message could quote the file, and the file is a key: it is not repeated.
    private static SettingsFault unusable(Path file, String wanted, Exception cause) {
        return new SettingsFault(file + ": cannot be used as " + wanted, cause);
    }
}
