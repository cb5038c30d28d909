package io.wattline.db.command;

import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseTimeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The environment variables of a command. Every mistake is found before the first is reported: a reading method
/// notes what is wrong and returns something to go on with, [#requireValid] reports.
final class CommandEnvironment {

    /// The environment is wrong; one line for each mistake, none with a secret in it.
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        private Invalid(List<String> mistakes) {
            super(String.join(System.lineSeparator(), mistakes));
        }
    }

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int MAX_SECRET_BYTES = 4_096;

    private final Map<String, String> variables;
    private final List<String> mistakes = new ArrayList<>();

    CommandEnvironment(Map<String, String> variables) {
        this.variables = variables;
    }

    /// `DB_URL`, `DB_USERNAME` and `DB_PASSWORD`; null if they make no configuration.
    @Nullable
    DatabaseConfig database(String exampleUser, String applicationName, DatabaseTimeouts timeouts) {
        String url = required("DB_URL", "jdbc:postgresql://localhost:5432/wattline");
        String username = required("DB_USERNAME", exampleUser);
        String password = secret("DB_PASSWORD");
        if (url == null || username == null) {
            return null;
        }
        try {
            return new DatabaseConfig(url, username, password, 1, applicationName, timeouts);
        } catch (IllegalArgumentException e) {
            mistake("DB_URL: " + e.getMessage());
            return null;
        }
    }

    Duration duration(String key, Duration otherwise) {
        String value = variables.getOrDefault(key, "");
        if (value.isBlank()) {
            return otherwise;
        }
        try {
            Duration duration = Duration.parse(value);
            if (!duration.isNegative() && duration.compareTo(LONGEST_WAIT) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Reported below, like a duration out of bounds.
        }
        mistake("%s must be an ISO 8601 duration from PT0S to %s".formatted(key, LONGEST_WAIT));
        return otherwise;
    }

    /// A secret from the variable, or from the file that `…_FILE` names; null if there is neither.
    @Nullable
    String secret(String key) {
        String value = variables.getOrDefault(key, "");
        String file = variables.getOrDefault(key + "_FILE", "");
        if (file.isBlank()) {
            return value.isEmpty() ? null : value;
        }
        if (!value.isEmpty()) {
            mistake(key + " and " + key + "_FILE are both set; keep one");
            return null;
        }
        try {
            return fromFile(key + "_FILE", Path.of(file));
        } catch (InvalidPathException e) {
            mistake(key + "_FILE is not a path");
            return null;
        }
    }

    void mistake(String mistake) {
        mistakes.add(mistake);
    }

    /// What was read, if nothing at all was wrong.
    <T> T requireValid(@Nullable T value) throws Invalid {
        if (value == null || !mistakes.isEmpty()) {
            throw new Invalid(mistakes);
        }
        return value;
    }

    private @Nullable String required(String key, String example) {
        String value = variables.getOrDefault(key, "");
        if (value.isBlank()) {
            mistake(key + " is not set; for example " + example);
            return null;
        }
        return value;
    }

    private @Nullable String fromFile(String key, Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_SECRET_BYTES + 1);
            String secret = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
            if (bytes.length <= MAX_SECRET_BYTES && !secret.isEmpty()) {
                return secret;
            }
            mistake("the file of %s must hold 1 to %d bytes".formatted(key, MAX_SECRET_BYTES));
        } catch (IOException e) {
            mistake("the file of %s cannot be read: %s"
                    .formatted(key, e.getClass().getSimpleName()));
        }
        return null;
    }
}
