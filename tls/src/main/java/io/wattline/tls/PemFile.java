package io.wattline.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.altindag.ssl.exception.GenericException;
import nl.altindag.ssl.pem.util.PemUtils;

/// The text of one PEM file, as it was when it was read.
///
/// Every method throws an [IllegalArgumentException] that names the file and says what is wrong with it. None quotes
/// the file, and none has a cause: a parser's message may quote a key.
record PemFile(Path path, String text) {

    /// Room for some hundreds of authorities.
    private static final int MAX_BYTES = 1 << 20;

    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    /// Parameters that `openssl ecparam` puts before a key, and certificates beside it, are no part of it.
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("(?s)-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----.*?-----END \\1-----");

    static PemFile read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException(path + " is larger than 1 MiB: is it the right file?");
            }
            return new PemFile(path, new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            throw unusable(path + " does not exist");
        } catch (AccessDeniedException e) {
            throw unusable(path + " may not be read by this process");
        } catch (IOException e) {
            throw unusable(path + " cannot be read");
        }
    }

    /// All certificates of the file, in its order.
    List<X509Certificate> certificates() {
        int announced = text.split(CERTIFICATE, -1).length - 1;
        if (announced == 0) {
            throw unusable(path + " holds no PEM certificate (BEGIN CERTIFICATE)");
        }
        List<X509Certificate> certificates;
        try {
            certificates = PemUtils.parseCertificate(text);
        } catch (GenericException | IllegalArgumentException e) {
            throw unusable(path + " holds a damaged PEM certificate");
        }
        if (certificates.size() != announced) {
            throw unusable(path + " holds a damaged PEM certificate");
        }
        return certificates;
    }

    /// The one private key of the file.
    PrivateKey privateKey() {
        Matcher block = PRIVATE_KEY.matcher(text);
        if (!block.find()) {
            throw unusable(
                    path + " holds no PEM private key (BEGIN PRIVATE KEY; openssl pkcs8 -topk8 -nocrypt makes one)");
        }
        if (block.group(1).startsWith("ENCRYPTED") || block.group().contains("Proc-Type: 4,ENCRYPTED")) {
            throw unusable(path + " holds an encrypted private key: decrypt it with openssl pkcs8 -topk8 -nocrypt,"
                    + " and let only this user read the file");
        }
        try {
            PrivateKey key = PemUtils.parsePrivateKey(block.group());
            // As the JDK's own class, so that TLS needs no other provider.
            return KeyFactory.getInstance(algorithm(key)).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (GenericException | GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(path + " holds a damaged private key, or one of a kind other than RSA, EC and EdDSA");
        }
    }

    private static String algorithm(PrivateKey key) {
        String name = key.getAlgorithm().toUpperCase(Locale.ROOT);
        return name.startsWith("EC") ? "EC" : name.startsWith("ED") ? "EdDSA" : key.getAlgorithm();
    }

    private static IllegalArgumentException unusable(String complaint) {
        return new IllegalArgumentException(complaint);
    }
}
