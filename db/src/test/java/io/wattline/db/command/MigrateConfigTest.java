package io.wattline.db.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.Migrations;
import io.wattline.db.RolePasswords;
import io.wattline.settings.ConfigurationException;
import io.wattline.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateConfigTest {

    private static final Map<String, String> REQUIRED =
            Map.of("DB_URL", "jdbc:postgresql://db/wattline", "DB_USERNAME", "postgres");

    @TempDir
    private Path folder;

    @Test
    void everyDefaultIsPinned() {
        assertThat(read(REQUIRED))
                .isEqualTo(new MigrateConfig(
                        new DatabaseConfig(
                                "jdbc:postgresql://db/wattline",
                                "postgres",
                                null,
                                1,
                                "wattline-migrate",
                                Migrations.TIMEOUTS),
                        RolePasswords.NONE,
                        Duration.ofSeconds(60)));
    }

    @Test
    void everyKeyIsRead() throws Exception {
        var config = read(and(Map.of(
                "DB_PASSWORD", "admin",
                "DB_OWNER_PASSWORD", "one",
                "DB_INGEST_PASSWORD_FILE", file("two\n"),
                "DB_QUERY_PASSWORD_FILE", file("three"),
                "MIGRATE_WAIT", "PT5S")));

        assertThat(config.admin().password()).isEqualTo("admin");
        assertThat(config.passwords())
                .isEqualTo(new RolePasswords(
                        Map.of(DatabaseRole.OWNER, "one", DatabaseRole.INGEST, "two", DatabaseRole.QUERY, "three")));
        assertThat(config.patience()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void dropsOneLineEndOfAPasswordFileAndNothingElse() throws Exception {
        var config = read(and(Map.of("DB_PASSWORD_FILE", file("s3cret \n"))));

        assertThat(config.admin().password()).isEqualTo("s3cret ");
    }

    @Test
    void reportsAllErrorsAtOnceWithoutSecrets() throws IOException {
        var environment = Map.of(
                "DB_URL",
                "jdbc:oracle:x",
                "DB_USERNAME",
                "u",
                "DB_PASSWORD",
                "canary",
                "DB_PASSWORD_FILE",
                file("canary"),
                "DB_INGEST_PASSWORD_FILE",
                folder.resolve("absent").toString(),
                "DB_QUERY_PASSWORD_FILE",
                file("\n"),
                "DB_OWNER_PASSWORD_FILE",
                file("x".repeat(70_000)),
                "MIGRATE_WAIT",
                "forever");

        assertThatThrownBy(() -> read(environment))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "DB_URL cannot be used: the URL must start with",
                        "DB_PASSWORD is set together with DB_PASSWORD_FILE",
                        "DB_INGEST_PASSWORD_FILE names no file that this process may read",
                        "DB_QUERY_PASSWORD_FILE names a file that is empty",
                        "DB_OWNER_PASSWORD_FILE names a file that has more than 65536 bytes",
                        "MIGRATE_WAIT is something else, of length 7: must be a duration")
                .hasMessageNotContainingAny("canary", folder.toString(), "forever");
    }

    @Test
    void namesMissingKeysWithAnExample() {
        assertThatThrownBy(() -> read(Map.of()))
                .hasMessageContainingAll("DB_URL is not set: for example jdbc:postgresql:", "DB_USERNAME is not set");
    }

    private static MigrateConfig read(Map<String, String> environment) {
        return Settings.read(environment, MigrateConfig::read);
    }

    private String file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "secret", ""), content)
                .toString();
    }

    private static Map<String, String> and(Map<String, String> more) {
        var all = new HashMap<>(REQUIRED);
        all.putAll(more);
        return all;
    }
}
