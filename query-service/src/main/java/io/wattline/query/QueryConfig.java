package io.wattline.query;

import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.energy.alert.Tariff;
import io.wattline.query.http.mapping.MappingListRoutes;
import io.wattline.runtime.logging.LogFormat;
import io.wattline.runtime.server.HttpConfig;
import io.wattline.runtime.server.HttpLimits;
import io.wattline.settings.Settings;
import io.wattline.telemetry.MappingRule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/// Everything that can be set about a query service; the keys are those of the environment.
///
/// @param http where it listens
/// @param database where it reads
/// @param analytics what it answers with
/// @param tariff `TARIFF_PER_KWH` and `TARIFF_CURRENCY`: what a kWh costs, so that alerts can say what a loss costs
/// @param displayZone `DISPLAY_ZONE`: the time zone in which pages show times
public record QueryConfig(
        HttpConfig http, DatabaseConfig database, Analytics analytics, Optional<Tariff> tariff, ZoneId displayZone) {

    /// Without a tariff, and with pages in UTC.
    public QueryConfig(HttpConfig http, DatabaseConfig database, Analytics analytics) {
        this(http, database, analytics, Optional.empty(), ZoneId.of("UTC"));
    }

    /// How answers are made.
    ///
    /// @param maxRange `MAX_RANGE`: the longest window that may be asked for
    /// @param staleAfter `STALE_AFTER`: from which age a live reading counts as stale
    /// @param mappingRule `MAPPING_RULE`: which meter a vehicle has of which no mapping was ever written
    public record Analytics(Duration maxRange, Duration staleAfter, Optional<MappingRule> mappingRule) {

        /// 400 days, 3 minutes, no rule.
        public static final Analytics DEFAULT = new Analytics(Duration.ofDays(400), Duration.ofMinutes(3));

        /// Without a rule.
        public Analytics(Duration maxRange, Duration staleAfter) {
            this(maxRange, staleAfter, Optional.empty());
        }

        /// Reads `MAX_RANGE`, `STALE_AFTER` and `MAPPING_RULE`.
        static Analytics read(Settings settings) {
            return new Analytics(
                    settings.duration("MAX_RANGE", DEFAULT.maxRange, Duration.ofHours(24), Duration.ofDays(36_500)),
                    settings.duration("STALE_AFTER", DEFAULT.staleAfter, Duration.ofSeconds(1), Duration.ofDays(365)),
                    readRule(settings));
        }

        private static Optional<MappingRule> readRule(Settings settings) {
            return settings.built(
                    "MAPPING_RULE",
                    Optional.empty(),
                    () -> settings.optionalText("MAPPING_RULE").map(MappingRule::parse));
        }
    }

    private static final int DEFAULT_PORT = 8080;
    private static final int DEFAULT_POOL_SIZE = 8;
    private static final String APPLICATION = "wattline-query";

    // Well below the two seconds within which a caller learns that the database is away.
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ACQUIRE = Duration.ofSeconds(1);
    private static final Duration LOCK = Duration.ofSeconds(2);
    private static final Duration SERVER_OVERDUE = Duration.ofSeconds(2);

    /// Reads the environment; every error is noted in `settings`.
    public static QueryConfig read(Settings settings) {
        settings.choice("LOG_FORMAT", LogFormat.TEXT);
        return new QueryConfig(
                HttpConfig.read(
                        settings,
                        DEFAULT_PORT,
                        HttpLimits.defaults().withMaxBodyBytes(MappingListRoutes.MAX_BODY_BYTES)),
                database(settings),
                Analytics.read(settings),
                tariff(settings),
                displayZone(settings));
    }

    private static Optional<Tariff> tariff(Settings settings) {
        String currency = settings.built(
                "TARIFF_CURRENCY", "EUR", () -> Tariff.currency(settings.text("TARIFF_CURRENCY", "EUR")));
        return settings.built(
                "TARIFF_PER_KWH",
                Optional.empty(),
                () -> settings.optionalText("TARIFF_PER_KWH").map(perKwh -> Tariff.parse(perKwh, currency)));
    }

    private static ZoneId displayZone(Settings settings) {
        return settings.built("DISPLAY_ZONE", ZoneId.of("UTC"), () -> {
            String name = settings.text("DISPLAY_ZONE", "UTC");
            if (!ZoneId.getAvailableZoneIds().contains(name)) {
                throw new IllegalArgumentException(
                        "DISPLAY_ZONE must be the name of a time zone, such as Europe/Berlin or UTC");
            }
            return ZoneId.of(name);
        });
    }

    /// The time-outs of this service around a limit for statements.
    public static DatabaseTimeouts timeouts(Duration statement) {
        Duration lock = statement.compareTo(LOCK) < 0 ? statement : LOCK;
        return new DatabaseTimeouts(CONNECT, ACQUIRE, statement, lock, statement.plus(SERVER_OVERDUE));
    }

    private static DatabaseConfig database(Settings settings) {
        DatabaseTimeouts timeouts = timeouts(settings.duration(
                "STATEMENT_TIMEOUT", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(25)));
        DatabaseConfig usual = new DatabaseConfig(
                DatabaseConfig.LOCAL, "wattline_query", null, DEFAULT_POOL_SIZE, APPLICATION, timeouts);
        return DatabaseConfig.read(settings, usual, 1);
    }
}
