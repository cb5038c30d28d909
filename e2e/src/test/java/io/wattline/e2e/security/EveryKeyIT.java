package io.wattline.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.e2e.stack.Canary;
import io.wattline.ingestor.IngestorConfig;
import io.wattline.ingestor.RetirementConfig;
import io.wattline.query.QueryConfig;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.Repository;
import io.wattline.servers.process.TemporaryFolder;
import io.wattline.settings.ConfigurationException;
import io.wattline.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A secret under every key of both services, as if a line had slipped: it is refused without being repeated, or it is
/// one of the few texts that are taken as they are.
class EveryKeyIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern DOCUMENTED = Pattern.compile("`([A-Z][A-Z_]+)`");

    /// Any text is right for these: names, which are no secrets, and the passwords themselves.
    private static final Set<String> ANY_TEXT = Set.of(
            "DB_USERNAME",
            "DB_PASSWORD",
            "MQTT_USERNAME",
            "MQTT_SHARE_GROUP",
            "MQTT_TOPIC_PREFIX",
            "INGESTOR_ID",
            "ALERT_WEBHOOK_SECRET");

    private static final Map<String, String> COMPLAINED_OF_UNDER = Map.of(
            // That it is no loopback address.
            "HTTP_HOST", "AUTH",
            // It needs a user name.
            "MQTT_PASSWORD", "MQTT_URL");

    private enum Service {
        INGESTOR("ingestor", "Ingestor", IngestorConfig::read),
        QUERY("query-service", "Query service", QueryConfig::read);

        private final String module;
        private final String heading;
        private final Function<Settings, ?> reader;

        Service(String module, String heading, Function<Settings, ?> reader) {
            this.module = module;
            this.heading = heading;
            this.reader = reader;
        }

        Set<String> keys() {
            return asked(reader);
        }

        /// Its keys and those of its commands.
        Set<String> documentedKeys() {
            return this == INGESTOR ? asked(RetirementConfig::read) : keys();
        }

        private static Set<String> asked(Function<Settings, ?> reader) {
            return Settings.read(Map.of(), settings -> {
                reader.apply(settings);
                return settings.asked();
            });
        }

        List<String> errors(Map<String, String> environment) {
            try {
                Settings.read(environment, reader);
                return List.of();
            } catch (ConfigurationException e) {
                return e.errors();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void documentationListsEveryKey(Service service) throws IOException {
        String page = Files.readString(Repository.root().resolve("docs/configuration.md"));
        Set<String> documented = new TreeSet<>();
        for (String section : List.of("Both services", service.heading)) {
            String from = page.substring(page.indexOf("\n## " + section + "\n") + 4);
            String rows = from.split("\n## ", 2)[0];
            rows.lines().filter(line -> line.startsWith("| `")).forEach(line -> {
                Matcher key = DOCUMENTED.matcher(line.split("\\|")[1]);
                while (key.find()) {
                    documented.add(key.group(1));
                }
            });
        }
        assertThat(documented).isEqualTo(new TreeSet<>(service.documentedKeys()));
    }

    @ParameterizedTest
    @EnumSource
    void repeatsNoValueOfASingleKey(Service service, @TempDir Path folder) throws IOException {
        String canary = Canary.lay();
        Path file = Files.writeString(folder.resolve("file"), canary);
        for (String key : service.keys()) {
            assertRefused(service, key, canary, canary);
            if (key.endsWith("_FILE") && !key.contains("PASSWORD")) {
                assertNothingRepeated(service.errors(Map.of(key, file.toString(), "MQTT_URL", "mqtts://b")), canary);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void repeatsNoPartOfAUrl(Service service) {
        String canary = Canary.lay();
        List<String> databases = List.of(
                "jdbc:postgresql://u:%s@db/wattline",
                "jdbc:postgresql://db/wattline?password=%s",
                "jdbc:postgresql://db/wattline?ssl=true&user=u&password=%s",
                "jdbc:postgresql://db/wattline?sslpassword=%s",
                "jdbc:mysql://db/wattline?password=%s",
                "postgresql://u:%s@db/wattline");
        databases.forEach(url -> assertRefused(service, "DB_URL", url.formatted(canary), canary));
        if (service == Service.INGESTOR) {
            List<String> brokers = List.of(
                    "mqtt://u:%s@broker",
                    "mqtts://%s@broker:8883",
                    "mqtt://broker?password=%s",
                    "mqtt://broker#%s",
                    "mqtt://broker/%s",
                    "mqtt://broker:%s",
                    "mqtt://u:%s@[broker",
                    "tcp://u:%s@broker",
                    "mqtt://u: %s@broker");
            brokers.forEach(url -> assertRefused(service, "MQTT_URL", url.formatted(canary), canary));
        }
    }

    private static void assertRefused(Service service, String key, String value, String canary) {
        List<String> errors = service.errors(Map.of(key, value));
        assertNothingRepeated(errors, canary);
        if (!ANY_TEXT.contains(key)) {
            String named = COMPLAINED_OF_UNDER.getOrDefault(key, key);
            assertThat(errors).as(key).anyMatch(error -> error.startsWith(named + " "));
        }
    }

    private static void assertNothingRepeated(List<String> errors, String canary) {
        assertThat(errors).allSatisfy(error -> assertThat(error).doesNotContain(canary));
    }

    @ParameterizedTest
    @EnumSource
    void refusesAllValuesAtOnceWithoutRepeatingThemAndExitsWith2(Service service) {
        String canary = Canary.lay();
        Map<String, String> environment =
                service.keys().stream().collect(Collectors.toMap(key -> key, key -> canary, (a, b) -> a, TreeMap::new));
        try (TemporaryFolder folder = TemporaryFolder.create("canary");
                ChildProcess process = ChildProcess.start(
                        Launch.jar(service.module, folder.path()).with(environment))) {
            assertThat(process.exitCode(LIMIT)).isEqualTo(2);
            assertThat(process.output().text()).doesNotContain(canary, "\tat ");
            Set<String> refused = new TreeSet<>(environment.keySet());
            refused.removeAll(ANY_TEXT);
            refused.remove("HTTP_HOST");
            assertThat(process.output().text()).contains(refused);
        }
    }

    @Test
    void repeatsNumbersAndDurationsOutOfBounds() {
        assertThat(Service.INGESTOR.errors(Map.of("WRITERS", "65", "SHUTDOWN_TIMEOUT", "PT4S")))
                .containsExactlyInAnyOrder(
                        "WRITERS is 65: must be a whole number from 1 to 64",
                        "SHUTDOWN_TIMEOUT is PT4S: must be a duration like PT5S or P30D, from PT5S to PT10M");
    }
}
