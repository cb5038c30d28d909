package io.wattline.db.command;

import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.settings.ConfigurationException;
import io.wattline.settings.Secret;
import io.wattline.settings.Settings;
import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What every command reads from the environment.
final class CommandDatabase {

    private static final String EXAMPLE_URL = "jdbc:postgresql://localhost:5432/wattline";
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private CommandDatabase() {}

    /// `DB_URL`, `DB_USERNAME` and `DB_PASSWORD`.
    static DatabaseConfig read(
            Settings settings, String exampleUser, String applicationName, DatabaseTimeouts timeouts) {
        String url = settings.requiredText("DB_URL", "for example " + EXAMPLE_URL);
        String username = settings.requiredText("DB_USERNAME", "for example " + exampleUser);
        String password = password(settings, "DB_PASSWORD");
        DatabaseConfig unset = new DatabaseConfig(EXAMPLE_URL, exampleUser, password, 1, applicationName, timeouts);
        if (url.isEmpty() || username.isEmpty()) {
            return unset;
        }
        return settings.built(
                "DB_URL", unset, () -> new DatabaseConfig(url, username, password, 1, applicationName, timeouts));
    }

    /// A password, or null if none is given.
    static @Nullable String password(Settings settings, String key) {
        return settings.secret(key).map(Secret::reveal).orElse(null);
    }

    /// How long to wait for something, up to an hour.
    static Duration patience(Settings settings, String key, Duration otherwise) {
        return settings.duration(key, otherwise, Duration.ZERO, LONGEST_WAIT);
    }

    /// Prints one line for each error.
    static void print(ConfigurationException wrong, PrintStream err) {
        wrong.errors().forEach(err::println);
    }
}
