package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.wattline.db.DatabaseTimeouts;
import io.wattline.settings.ConfigurationException;
import io.wattline.settings.Settings;
import io.wattline.telemetry.MappingRule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueryConfigTest {

    private static QueryConfig read(Map<String, String> environment) {
        return Settings.read(environment, QueryConfig::read);
    }

    @Test
    void hasTheseDefaults() {
        QueryConfig config = read(Map.of());
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.database().url()).isEqualTo("jdbc:postgresql://127.0.0.1:5432/wattline");
        assertThat(config.database().username()).isEqualTo("wattline_query");
        assertThat(config.database().password()).isNull();
        assertThat(config.database().poolSize()).isEqualTo(8);
        assertThat(config.database().applicationName()).isEqualTo("wattline-query");
        assertThat(config.database().timeouts())
                .isEqualTo(new DatabaseTimeouts(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(7)));
        assertThat(config.displayZone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(config.analytics())
                .isEqualTo(new QueryConfig.Analytics(Duration.ofDays(400), Duration.ofMinutes(3)));
    }

    @Test
    void readsEveryKey() {
        QueryConfig config = read(Map.ofEntries(
                Map.entry("HTTP_PORT", "0"),
                Map.entry("DB_URL", "jdbc:postgresql://db.example:6432/fleet?sslmode=verify-full"),
                Map.entry("DB_USERNAME", "reader"),
                Map.entry("DB_PASSWORD", "hunter2"),
                Map.entry("DB_POOL_SIZE", "20"),
                Map.entry("LOG_FORMAT", "json"),
                Map.entry("MAX_RANGE", "P31D"),
                Map.entry("STATEMENT_TIMEOUT", "PT1S"),
                Map.entry("STALE_AFTER", "PT10M"),
                Map.entry("DISPLAY_ZONE", "Europe/Berlin"),
                Map.entry("MAPPING_RULE", "VEHICLE_(.*) -> METER_$1")));
        assertThat(config.http().port()).isZero();
        assertThat(config.database().url()).isEqualTo("jdbc:postgresql://db.example:6432/fleet?sslmode=verify-full");
        assertThat(config.database().username()).isEqualTo("reader");
        assertThat(config.database().password()).isEqualTo("hunter2");
        assertThat(config.database().poolSize()).isEqualTo(20);
        assertThat(config.database().timeouts().statement()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.analytics())
                .isEqualTo(new QueryConfig.Analytics(
                        Duration.ofDays(31),
                        Duration.ofMinutes(10),
                        Optional.of(MappingRule.parse("VEHICLE_(.*) -> METER_$1"))));
        assertThat(config.displayZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(config.toString()).doesNotContain("hunter2");
    }

    @Test
    void reportsEveryErrorAtOnce() {
        assertThatThrownBy(() -> read(Map.of(
                        "HTTP_PORT", "65536",
                        "DB_URL", "postgres://ann:hunter2@db/fleet",
                        "DB_POOL_SIZE", "0",
                        "LOG_FORMAT", "xml",
                        "MAX_RANGE", "P1D2",
                        "STATEMENT_TIMEOUT", "PT26S",
                        "STALE_AFTER", "3m",
                        "DISPLAY_ZONE", "hunter2/Berlin",
                        "MAPPING_RULE", "(a+)+$ -> b")))
                .isInstanceOf(ConfigurationException.class)
                .extracting(e -> ((ConfigurationException) e).errors(), list(String.class))
                .hasSize(9)
                .allSatisfy(error -> assertThat(error).doesNotContain("hunter2"))
                .extracting(error -> error.substring(0, error.indexOf(' ')))
                .containsExactlyInAnyOrder(
                        "HTTP_PORT",
                        "DB_URL",
                        "DB_POOL_SIZE",
                        "LOG_FORMAT",
                        "MAX_RANGE",
                        "STATEMENT_TIMEOUT",
                        "STALE_AFTER",
                        "DISPLAY_ZONE",
                        "MAPPING_RULE");
    }
}
