package io.wattline.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessConfigTest {

    @TempDir
    private Path folder;

    private static AccessConfig read(String host, Map<String, String> environment) {
        return Settings.read(environment, settings -> AccessConfig.read(settings, host));
    }

    @Test
    void isOpenOnLoopback() {
        assertThat(read("127.0.0.1", Map.of()).apiKeysFile()).isEmpty();
        assertThat(read("::1", Map.of()).apiKeysFile()).isEmpty();
        assertThat(read("localhost", Map.of()).corsOrigins()).isEmpty();
    }

    @Test
    void refusesToBeOpenToTheNetworkUnlessTold() {
        assertThatThrownBy(() -> read("0.0.0.0", Map.of())).hasMessageContaining("AUTH is auto");
        assertThatThrownBy(() -> read("0.0.0.0", Map.of("AUTH", "auto"))).hasMessageContaining("API_KEYS_FILE");
        assertThat(read("0.0.0.0", Map.of("AUTH", "off")).mode()).isEqualTo(AuthMode.OFF);
    }

    @Test
    void takesAKeyFileOnAnyAddress() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys"), "");
        assertThat(read("0.0.0.0", Map.of("API_KEYS_FILE", keys.toString())).apiKeysFile())
                .contains(keys);
        assertThatThrownBy(() -> read("127.0.0.1", Map.of("AUTH", "off", "API_KEYS_FILE", keys.toString())))
                .hasMessageContaining("remove one of them");
        assertThatThrownBy(() -> read("0.0.0.0", Map.of("API_KEYS_FILE", "/no/such")))
                .hasMessageContaining("API_KEYS_FILE names no file")
                .hasMessageNotContaining("AUTH");
    }

    @Test
    void takesOnlyOriginsForOrigins() {
        assertThat(read("::1", Map.of("CORS_ORIGINS", "https://a.example, http://b.example:8080"))
                        .corsOrigins())
                .containsExactly("https://a.example", "http://b.example:8080");
        assertThatThrownBy(() -> read("::1", Map.of("CORS_ORIGINS", "https://a.example/path")))
                .hasMessageContaining("CORS_ORIGINS");
    }
}
