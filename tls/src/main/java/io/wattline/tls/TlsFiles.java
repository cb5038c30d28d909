package io.wattline.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// PEM files. Keys are unencrypted, in PKCS #8, PKCS #1 (`BEGIN RSA PRIVATE KEY`) or SEC 1 (`BEGIN EC PRIVATE KEY`).
///
/// @param authorities whom to trust; null for the JDK's own trust store
/// @param certificate our chain, our own certificate first; null for none
/// @param key the private key of that certificate; given exactly where the certificate is
public record TlsFiles(
        @Nullable Path authorities,
        @Nullable Path certificate,
        @Nullable Path key) {

    /// No files.
    public static final TlsFiles NONE = new TlsFiles(null, null, null);

    public TlsFiles {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("a client certificate and its key must be given together");
        }
    }

    /// The certificate and key of a server, which asks for none of its clients'.
    public static TlsFiles ofServer(Path certificate, Path key) {
        return new TlsFiles(null, certificate, key);
    }

    /// The same without certificate and key.
    public TlsFiles trustOnly() {
        return new TlsFiles(authorities, null, null);
    }

    /// The same without authorities.
    public TlsFiles identityOnly() {
        return new TlsFiles(null, certificate, key);
    }
}
