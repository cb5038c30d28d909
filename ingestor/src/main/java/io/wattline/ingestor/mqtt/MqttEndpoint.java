package io.wattline.ingestor.mqtt;

import io.wattline.settings.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where the broker is and how to be let in. Never falls back from TLS to plain text.
///
/// @param url `mqtt://host[:1883]` or `mqtts://host[:8883]`, without user, path or query
/// @param username null for none
/// @param password null for none
/// @param tls what the broker is trusted by; only with `mqtts`
public record MqttEndpoint(
        URI url, @Nullable String username, @Nullable Secret password, Tls tls) {

    /// PEM files.
    ///
    /// @param caFile who signs the broker's certificate; null for the JDK's own trust store
    /// @param clientCertFile our certificate chain; null for none
    /// @param clientKeyFile its PKCS #8 key, unencrypted
    public record Tls(
            @Nullable Path caFile,
            @Nullable Path clientCertFile,
            @Nullable Path clientKeyFile) {

        /// No files.
        public static final Tls NONE = new Tls(null, null, null);

        public Tls {
            if ((clientCertFile == null) != (clientKeyFile == null)) {
                throw new IllegalArgumentException("a client certificate and its key must be given together");
            }
        }

        /// Reads the trusted certificates, to find out at the start whether they can be used.
        ///
        /// @throws IllegalArgumentException naming the file and what is wrong with it
        public Tls requireUsableTrust() {
            if (caFile != null) {
                PemFiles.trust(caFile);
            }
            return this;
        }

        /// The same for the client certificate and its key.
        ///
        /// @throws IllegalArgumentException naming the file and what is wrong with it
        public Tls requireUsableIdentity() {
            if (clientCertFile != null && clientKeyFile != null) {
                PemFiles.identity(clientCertFile, clientKeyFile);
            }
            return this;
        }
    }

    private static final String EXPECTED =
            "a broker URL is mqtt://host[:port] or mqtts://host[:port], the port 1 to 65535";

    public MqttEndpoint {
        boolean known = "mqtt".equals(url.getScheme()) || "mqtts".equals(url.getScheme());
        boolean bare = url.getUserInfo() == null
                && url.getQuery() == null
                && url.getFragment() == null
                && (url.getPath() == null
                        || url.getPath().isEmpty()
                        || url.getPath().equals("/"));
        boolean reachable = url.getHost() != null && url.getPort() != 0 && url.getPort() <= 65_535;
        if (!known || !reachable || !bare) {
            throw new IllegalArgumentException(EXPECTED);
        }
        if (!"mqtts".equals(url.getScheme()) && !tls.equals(Tls.NONE)) {
            throw new IllegalArgumentException("certificate files need an mqtts:// URL");
        }
        if (password != null && username == null) {
            throw new IllegalArgumentException("a password needs a user name");
        }
    }

    /// The URL in a text. No complaint repeats the text, since a password may have been put into it.
    ///
    /// @throws IllegalArgumentException if there is none
    public static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(EXPECTED + ": " + e.getReason());
        }
    }

    /// Whether the connection is encrypted.
    public boolean secure() {
        return "mqtts".equals(url.getScheme());
    }

    /// The host name, which a certificate must be for.
    public String host() {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /// The port, by default the registered one of the scheme.
    public int port() {
        return url.getPort() >= 0 ? url.getPort() : secure() ? 8883 : 1883;
    }
}
