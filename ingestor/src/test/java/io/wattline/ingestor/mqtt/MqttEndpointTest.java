package io.wattline.ingestor.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.settings.Secret;
import io.wattline.tls.TlsFiles;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MqttEndpointTest {

    @ParameterizedTest
    @CsvSource({
        "mqtt://broker, broker, 1883, false",
        "mqtt://broker:1884/, broker, 1884, false",
        "mqtts://broker.example.org, broker.example.org, 8883, true",
        "MQTT://broker, broker, 1883, false",
        "MQTTS://broker, broker, 8883, true",
        "mqtts://10.0.0.1:443, 10.0.0.1, 443, true",
        "mqtt://[::1], ::1, 1883, false",
        "mqtt://[fe80::1]:65535, fe80::1, 65535, false"
    })
    void readsHostPortAndEncryption(String url, String host, int port, boolean secure) {
        MqttEndpoint endpoint = endpoint(url);

        assertThat(endpoint.host()).isEqualTo(host);
        assertThat(endpoint.port()).isEqualTo(port);
        assertThat(endpoint.secure()).isEqualTo(secure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://broker",
                "broker:1883",
                "//broker",
                "mqtt:broker",
                "mqtt:///",
                "mqtt://broker/path",
                "mqtt://broker?a=b",
                "mqtt://broker#fragment",
                "mqtt://user:canary@broker",
                "mqtt://broker:0",
                "mqtt://broker:65536",
                "mqtt://broker:99999"
            })
    void refusesWhatIsNoBrokersUrl(String url) {
        assertThatThrownBy(() -> endpoint(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mqtt://host[:port]")
                .hasMessageNotContaining("canary");
    }

    @Test
    void refusesCertificatesForAPlainConnection() {
        var tls = new TlsFiles(Path.of("ca.crt"), null, null);

        assertThatThrownBy(() -> new MqttEndpoint(URI.create("mqtt://broker"), null, null, tls))
                .hasMessageContaining("mqtts://");
    }

    @Test
    void acceptsCertificatesForMqttsInAnyCase() {
        var tls = new TlsFiles(Path.of("ca.crt"), null, null);

        assertThat(new MqttEndpoint(URI.create("MqttS://broker"), null, null, tls).secure())
                .isTrue();
    }

    @Test
    void requiresACertificateAndItsKeyTogether() {
        assertThatThrownBy(() -> new TlsFiles(null, Path.of("client.crt"), null))
                .hasMessageContaining("together");
        assertThatThrownBy(() -> new TlsFiles(null, null, Path.of("client.key")))
                .hasMessageContaining("together");
    }

    @Test
    void requiresAUserNameWithAPassword() {
        assertThatThrownBy(
                        () -> new MqttEndpoint(URI.create("mqtt://broker"), null, Secret.of("canary"), TlsFiles.NONE))
                .hasMessageContaining("user name")
                .hasMessageNotContaining("canary");
    }

    @Test
    void doesNotPrintThePassword() {
        var endpoint = new MqttEndpoint(URI.create("mqtt://broker"), "ingestor", Secret.of("canary"), TlsFiles.NONE);

        assertThat(endpoint.toString()).contains("ingestor").doesNotContain("canary");
    }

    private static MqttEndpoint endpoint(String url) {
        return new MqttEndpoint(URI.create(url), null, null, TlsFiles.NONE);
    }
}
