package io.wattline.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wattline.settings.ConfigurationException;
import io.wattline.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchConfigTest {

    private static BenchConfig read(Map<String, String> properties) {
        return Settings.read(properties, BenchConfig::read);
    }

    @Test
    void runsEverythingInFullByDefault() {
        // As Maven hands them over when nothing is given.
        BenchConfig config = read(Map.of("bench.only", "", "bench.quick", "false", "bench.ingestor.jvm", ""));
        assertThat(config.scenarios()).isEqualTo(BenchConfig.SCENARIOS);
        assertThat(config.scale()).isEqualTo(Scale.FULL);
        assertThat(config.jvms().ingestor()).contains("-Xmx240m");
        assertThat(config.jvms().query()).contains("-Xmx150m");
    }

    @Test
    void keepsTheOrderOfTheScenarios() {
        assertThat(read(Map.of("bench.only", "query, drain")).scenarios()).containsExactly("drain", "query");
    }

    @Test
    void takesEveryProperty() {
        BenchConfig config = read(
                Map.of("bench.quick", "true", "bench.jmh", "true", "bench.ingestor.jvm", "-Xmx300m  -XX:+UseG1GC"));
        assertThat(config.scale()).isEqualTo(Scale.QUICK);
        assertThat(config.scenarios()).containsExactly("jmh");
        assertThat(config.jvms().ingestor()).containsExactly("-Xmx300m", "-XX:+UseG1GC");
    }

    @Test
    void reportsAllErrorsAtOnce() {
        Map<String, String> wrong =
                Map.of("bench.only", "drain,dren", "bench.quick", "yes", "bench.query.jvm", "Xmx1g");
        ConfigurationException e = catchThrowableOfType(ConfigurationException.class, () -> read(wrong));
        assertThat(e.errors()).hasSize(3);
        assertThat(String.join("\n", e.errors()))
                .contains("dren", "choose from start,drain", "true or false", "bench.query.jvm");
    }
}
