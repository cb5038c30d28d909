package io.wattline.runtime.server;

import io.wattline.servers.Certificates;
import io.wattline.tls.TlsFiles;
import io.wattline.tls.TlsMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for localhost and 127.0.0.1 as PEM files and as something to trust.
record SelfSigned(TlsFiles files, SSLContext trusting) {

    static SelfSigned in(Path folder, String keyAlgorithm) throws IOException {
        var made = new Certificates(folder).selfSigned(keyAlgorithm, keyAlgorithm, "DNS:localhost,IP:127.0.0.1");
        Path chain = made.file(keyAlgorithm + ".crt");
        try (InputStream in = Files.newInputStream(chain)) {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            return new SelfSigned(TlsFiles.ofServer(chain, made.file(keyAlgorithm + ".key")), trusting(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Instant notAfter() {
        return Objects.requireNonNull(TlsMaterial.read(files).certificateNotAfter());
    }

    private static SSLContext trusting(Certificate certificate) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
