package io.wattline.ingestor.mqtt;

import io.wattline.settings.Secret;
import io.wattline.settings.Settings;
import io.wattline.tls.TlsFiles;
import io.wattline.tls.TlsMaterial;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// The address of the broker and the credentials. Never falls back from TLS to plain text.
///
/// @param url `mqtt://host[:1883]` or `mqtts://host[:8883]`, without user, path or query
/// @param username null for none
/// @param password null for none
/// @param tls what the broker is trusted by; only with `mqtts`
public record MqttEndpoint(
        URI url, @Nullable String username, @Nullable Secret password, TlsFiles tls) {

    private static final String EXPECTED =
            "a broker URL is mqtt://host[:port] or mqtts://host[:port], the port 1 to 65535";
    private static final MqttEndpoint LOCAL =
            new MqttEndpoint(URI.create("mqtt://127.0.0.1:1883"), null, null, TlsFiles.NONE);
    private static final TlsMaterial NO_MATERIAL = TlsMaterial.read(TlsFiles.NONE);

    public MqttEndpoint {
        boolean known = isScheme(url, "mqtt") || isScheme(url, "mqtts");
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
        if (!isScheme(url, "mqtts") && !tls.equals(TlsFiles.NONE)) {
            throw new IllegalArgumentException("certificate files need an mqtts:// URL");
        }
        if (password != null && username == null) {
            throw new IllegalArgumentException("a password needs a user name");
        }
    }

    /// Reads `MQTT_URL`, `MQTT_USERNAME`, `MQTT_PASSWORD` and the certificate files, which must be usable.
    public static MqttEndpoint read(Settings settings) {
        TlsFiles tls = settings.built(
                "MQTT_CLIENT_CERT_FILE",
                TlsFiles.NONE,
                () -> new TlsFiles(
                        settings.readableFile("MQTT_CA_FILE").orElse(null),
                        settings.readableFile("MQTT_CLIENT_CERT_FILE").orElse(null),
                        settings.readableFile("MQTT_CLIENT_KEY_FILE").orElse(null)));
        // To find out at the start whether they can be used.
        settings.built("MQTT_CA_FILE", NO_MATERIAL, () -> TlsMaterial.read(tls.trustOnly()));
        settings.built("MQTT_CLIENT_CERT_FILE", NO_MATERIAL, () -> TlsMaterial.read(tls.identityOnly()));
        return settings.built(
                "MQTT_URL",
                LOCAL,
                () -> new MqttEndpoint(
                        parse(settings.text("MQTT_URL", LOCAL.url().toString())),
                        settings.optionalText("MQTT_USERNAME").orElse(null),
                        settings.secret("MQTT_PASSWORD").orElse(null),
                        tls));
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
        return isScheme(url, "mqtts");
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

    /// Schemes know no case (RFC 3986, section 3.1).
    private static boolean isScheme(URI url, String scheme) {
        return scheme.equalsIgnoreCase(url.getScheme());
    }
}
