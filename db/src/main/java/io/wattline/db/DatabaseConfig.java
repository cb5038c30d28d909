package io.wattline.db;

import io.wattline.settings.Secret;
import io.wattline.settings.Settings;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The address of the database, the credentials, and the bounds. Printing it shows no password. Immutable.
///
/// @param url `jdbc:postgresql://host:port/database?parameters`; TLS goes here
///     (`sslmode=verify-full&sslrootcert=…`), a user or a password does not, since URLs are logged
/// @param username the role to log in as, not blank
/// @param password null where the server asks for none
/// @param poolSize connections that a pool holds at most, 1 to 100
/// @param applicationName what `pg_stat_activity` shows, 1 to 63 characters
/// @param timeouts see [DatabaseTimeouts]; they overrule those in the URL
public record DatabaseConfig(
        String url,
        String username,
        @Nullable String password,
        int poolSize,
        String applicationName,
        DatabaseTimeouts timeouts) {

    /// The most connections one pool may hold.
    public static final int MAX_POOL_SIZE = 100;

    /// A database on this machine, the default of the services.
    public static final String LOCAL = "jdbc:postgresql://127.0.0.1:5432/wattline";

    private static final String SCHEME = "jdbc:postgresql:";
    private static final Pattern CREDENTIALS = Pattern.compile("[?&](user|password|sslpassword)=|//[^/?]*@");

    public DatabaseConfig {
        require(url.startsWith(SCHEME), "the URL must start with " + SCHEME + "//");
        require(
                !CREDENTIALS.matcher(url).find(),
                "the URL must carry no user and no password: give them apart from it");
        require(!username.isBlank(), "the user name must not be blank");
        require(poolSize >= 1 && poolSize <= MAX_POOL_SIZE, "the pool size must be 1 to " + MAX_POOL_SIZE);
        require(
                !applicationName.isBlank() && applicationName.length() <= 63,
                "the application name must have 1 to 63 characters");
    }

    /// Reads `DB_URL`, `DB_USERNAME`, `DB_PASSWORD` and `DB_POOL_SIZE`.
    ///
    /// @param usual what holds where they are not set
    /// @param leastPoolSize the smallest pool that works
    public static DatabaseConfig read(Settings settings, DatabaseConfig usual, int leastPoolSize) {
        int poolSize = settings.integer("DB_POOL_SIZE", usual.poolSize, leastPoolSize, MAX_POOL_SIZE);
        String username = settings.text("DB_USERNAME", usual.username);
        @Nullable
        String password = settings.secret("DB_PASSWORD").map(Secret::reveal).orElse(null);
        Function<String, DatabaseConfig> at =
                url -> new DatabaseConfig(url, username, password, poolSize, usual.applicationName, usual.timeouts);
        return settings.built("DB_URL", at.apply(usual.url), () -> at.apply(settings.text("DB_URL", usual.url)));
    }

    @Override
    public String toString() {
        return "DatabaseConfig[url=%s, username=%s, password=%s, poolSize=%d, applicationName=%s, timeouts=%s]"
                .formatted(url, username, password == null ? "none" : "***", poolSize, applicationName, timeouts);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
