package io.wattline.sim.mqtt;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// PEM files for mqtts. The broker's certificate and host name are always verified.
///
/// @param ca certificates to trust; null for the JDK's own
/// @param clientCert the client's certificate chain; null for none
/// @param clientKey its unencrypted PKCS #8 key; given exactly where the certificate is
public record TlsFiles(
        @Nullable Path ca,
        @Nullable Path clientCert,
        @Nullable Path clientKey) {

    /// The JDK's certificate authorities, no client certificate.
    public static final TlsFiles NONE = new TlsFiles(null, null, null);

    public TlsFiles {
        if ((clientCert == null) != (clientKey == null)) {
            throw new IllegalArgumentException("a client certificate and its key come together");
        }
    }
}
