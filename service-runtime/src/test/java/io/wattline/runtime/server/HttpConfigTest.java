package io.wattline.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.runtime.access.AuthMode;
import io.wattline.settings.Settings;
import io.wattline.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpConfigTest {

    @TempDir
    private Path folder;

    private static HttpConfig read(Map<String, String> environment) {
        return Settings.read(environment, settings -> HttpConfig.read(settings, 8080, HttpLimits.defaults()));
    }

    @Test
    void hasTheseDefaults() {
        HttpConfig config = read(Map.of());
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.observePort()).isEmpty();
        assertThat(config.tls()).isEmpty();
        assertThat(config.access().mode()).isEqualTo(AuthMode.AUTO);
        assertThat(config.access().apiKeysFile()).isEmpty();
        assertThat(config.access().corsOrigins()).isEmpty();
        HttpLimits limits = config.limits();
        assertThat(limits.sizes()).isEqualTo(new HttpLimits.Sizes(65_536, 16_384, 8_192));
        assertThat(limits.load()).isEqualTo(new HttpLimits.Load(1_000, 64, 256, Duration.ofSeconds(1)));
        assertThat(limits.times())
                .isEqualTo(new HttpLimits.Times(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(5)));
    }

    @Test
    void readsEveryKey() throws IOException {
        Path certificate = Files.writeString(folder.resolve("cert.pem"), "");
        Path key = Files.writeString(folder.resolve("key.pem"), "");
        HttpConfig config = read(Map.of(
                "HTTP_HOST", "0.0.0.0",
                "HTTP_PORT", "0",
                "OBSERVE_PORT", "9090",
                "HTTP_TLS_CERT_FILE", certificate.toString(),
                "HTTP_TLS_KEY_FILE", key.toString(),
                "AUTH", "off",
                "CORS_ORIGINS", "*"));
        assertThat(config.host()).isEqualTo("0.0.0.0");
        assertThat(config.port()).isZero();
        assertThat(config.observePort()).hasValue(9090);
        assertThat(config.tls()).contains(TlsFiles.ofServer(certificate, key));
        assertThat(config.access().mode()).isEqualTo(AuthMode.OFF);
        assertThat(config.access().corsOrigins()).containsExactly("*");
    }

    @Test
    void refusesAnIncompleteTlsPairAndOnePortForBothListeners() throws IOException {
        Path key = Files.writeString(folder.resolve("key.pem"), "");
        assertThatThrownBy(() -> read(Map.of("HTTP_TLS_KEY_FILE", key.toString())))
                .hasMessage("HTTP_TLS_CERT_FILE is not set: TLS needs both the certificate and its key");
        assertThatThrownBy(() -> read(Map.of("HTTP_PORT", "8443", "OBSERVE_PORT", "8443")))
                .hasMessageContaining("OBSERVE_PORT is the same as HTTP_PORT");
    }
}
