package io.wattline.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The environment of the command `migrate`, read once. Every mistake is found before the first is reported.
///
/// @param admin whom to connect as
/// @param passwords what to set
/// @param patience how long to wait for the database
record MigrateConfig(DatabaseConfig admin, RolePasswords passwords, Duration patience) {

    /// The environment is wrong; one line for each mistake, none with a secret in it.
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        Invalid(List<String> errors) {
            super(String.join(System.lineSeparator(), errors));
        }
    }

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int MAX_SECRET_BYTES = 4_096;

    static MigrateConfig from(Map<String, String> environment) throws Invalid {
        var reader = new Reader(environment);
        String url = reader.required("DB_URL", "jdbc:postgresql://localhost:5432/wattline");
        String username = reader.required("DB_USERNAME", "postgres");
        String password = reader.secret("DB_PASSWORD");
        Duration patience = reader.duration("MIGRATE_WAIT", Migrations.DEFAULT_WAIT);
        RolePasswords passwords = reader.rolePasswords();
        DatabaseConfig admin = url == null || username == null ? null : reader.config(url, username, password);
        if (admin == null || !reader.errors.isEmpty()) {
            throw new Invalid(reader.errors);
        }
        return new MigrateConfig(admin, passwords, patience);
    }

    private static final class Reader {
        private final Map<String, String> environment;
        private final List<String> errors = new ArrayList<>();

        Reader(Map<String, String> environment) {
            this.environment = environment;
        }

        @Nullable
        String required(String key, String example) {
            String value = environment.getOrDefault(key, "");
            if (value.isBlank()) {
                errors.add(key + " is not set; for example " + example);
                return null;
            }
            return value;
        }

        Duration duration(String key, Duration otherwise) {
            String value = environment.getOrDefault(key, "");
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
            errors.add("%s=%s must be an ISO 8601 duration from PT0S to %s".formatted(key, value, LONGEST_WAIT));
            return otherwise;
        }

        RolePasswords rolePasswords() {
            var byRole = new EnumMap<DatabaseRole, String>(DatabaseRole.class);
            for (DatabaseRole role : DatabaseRole.values()) {
                String password = secret("DB_" + role.name() + "_PASSWORD");
                if (password != null) {
                    byRole.put(role, password);
                }
            }
            try {
                return new RolePasswords(byRole);
            } catch (IllegalArgumentException e) {
                errors.add(e.getMessage());
                return RolePasswords.NONE;
            }
        }

        @Nullable
        DatabaseConfig config(String url, String username, @Nullable String password) {
            try {
                return new DatabaseConfig(url, username, password, 1, "wattline-migrate", Migrations.TIMEOUTS);
            } catch (IllegalArgumentException e) {
                errors.add("DB_URL: " + e.getMessage());
                return null;
            }
        }

        @Nullable
        String secret(String key) {
            String value = environment.getOrDefault(key, "");
            String file = environment.getOrDefault(key + "_FILE", "");
            if (file.isBlank()) {
                return value.isEmpty() ? null : value;
            }
            if (!value.isEmpty()) {
                errors.add(key + " and " + key + "_FILE are both set; keep one");
                return null;
            }
            try {
                return fromFile(key + "_FILE", Path.of(file));
            } catch (InvalidPathException e) {
                errors.add(key + "_FILE is not a path");
                return null;
            }
        }

        private @Nullable String fromFile(String key, Path file) {
            try (var in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MAX_SECRET_BYTES + 1);
                String secret = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
                if (bytes.length <= MAX_SECRET_BYTES && !secret.isEmpty()) {
                    return secret;
                }
                errors.add("%s=%s must hold 1 to %d bytes".formatted(key, file, MAX_SECRET_BYTES));
            } catch (IOException e) {
                errors.add("%s=%s cannot be read: %s"
                        .formatted(key, file, e.getClass().getSimpleName()));
            }
            return null;
        }
    }
}
