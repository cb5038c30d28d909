package io.wattline.runtime.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Makes a TLS context out of PEM files. Nothing it throws repeats what the files hold.
final class TlsContext {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = new char[0];

    private TlsContext() {}

    /// Reads the files.
    ///
    /// @throws IllegalArgumentException if the files are not what they should be; the message says which one
    static SSLContext of(TlsFiles files) {
        PrivateKey key = privateKey(files);
        Certificate[] chain = certificates(files);
        if (!key.getAlgorithm().equals(chain[0].getPublicKey().getAlgorithm())) {
            throw new IllegalArgumentException("HTTP_TLS_KEY_FILE is no key of the first certificate's kind");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("server", key, NO_PASSWORD, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("HTTP_TLS_CERT_FILE and HTTP_TLS_KEY_FILE do not fit together", e);
        }
    }

    private static Certificate[] certificates(TlsFiles files) {
        try (var in = Files.newInputStream(files.certificateChain())) {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
            if (chain.length > 0) {
                return chain;
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("HTTP_TLS_CERT_FILE holds no PEM certificates", e);
        }
        throw new IllegalArgumentException("HTTP_TLS_CERT_FILE holds no PEM certificates");
    }

    private static PrivateKey privateKey(TlsFiles files) {
        byte[] encoded = encodedKey(files);
        for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                // Not of this kind; the next one, or the refusal below.
            }
        }
        throw new IllegalArgumentException("HTTP_TLS_KEY_FILE holds no RSA, EC or EdDSA key in PKCS #8");
    }

    private static byte[] encodedKey(TlsFiles files) {
        try {
            Matcher pem = KEY.matcher(Files.readString(files.privateKey(), StandardCharsets.US_ASCII));
            if (pem.find()) {
                return Base64.getMimeDecoder().decode(pem.group(1));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("HTTP_TLS_KEY_FILE could not be read as PEM", e);
        }
        throw new IllegalArgumentException(
                "HTTP_TLS_KEY_FILE holds no unencrypted PKCS #8 key" + " (openssl pkcs8 -topk8 -nodes makes one)");
    }
}
