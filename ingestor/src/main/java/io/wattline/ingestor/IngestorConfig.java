package io.wattline.ingestor;

import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.db.Durability;
import io.wattline.db.matching.MatchSettings;
import io.wattline.ingestor.http.IngestRoutes;
import io.wattline.ingestor.lease.Identity;
import io.wattline.ingestor.lease.LeaseConfig;
import io.wattline.ingestor.mqtt.MqttConfig;
import io.wattline.ingestor.pipeline.WriterPool;
import io.wattline.ingestor.postgres.Maintenance;
import io.wattline.runtime.logging.LogFormat;
import io.wattline.runtime.server.HttpConfig;
import io.wattline.runtime.server.HttpLimits;
import io.wattline.settings.Settings;
import io.wattline.telemetry.AcceptedWindow;
import io.wattline.telemetry.MappingRule;
import io.wattline.telemetry.WireFormat;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Everything that can be set about an ingestor; the keys are those of the environment, see
/// `docs/configuration.md`.
///
/// @param ingestorId the name it leases slots under, the same after a restart and no other's
/// @param leases how they are kept
/// @param mqtt the broker and the slots
/// @param database where batches go
/// @param durability whether it must keep through a crash what it has committed
/// @param pipeline how they are made
/// @param retention how long data is kept
/// @param matching how energies are compared
/// @param http probes, metrics and HTTP ingest
/// @param alerts how alerts are made and told
/// @param maxHostSkew how far the host's clock may be from the database's for anything to be taken
/// @param shutdownTimeout how long an orderly stop may take
public record IngestorConfig(
        String ingestorId,
        LeaseConfig leases,
        MqttConfig mqtt,
        DatabaseConfig database,
        Durability durability,
        Pipeline pipeline,
        Maintenance.Retention retention,
        MatchSettings matching,
        HttpConfig http,
        AlertsConfig alerts,
        Duration maxHostSkew,
        Duration shutdownTimeout) {

    /// How batches are made.
    ///
    /// @param writers how many writers, and how large their batches
    /// @param window which timestamps are accepted
    /// @param quarantineMaxPerSecond how many rejected items a second are stored
    /// @param bytesInHandMax above how many bytes of messages nothing more is read from the broker
    public record Pipeline(
            WriterPool.Config writers, AcceptedWindow window, int quarantineMaxPerSecond, long bytesInHandMax) {

        /// Reads `WRITERS`, `BATCH_MAX_ROWS`, `MAX_CLOCK_SKEW`, `MAX_READING_AGE`, `QUARANTINE_MAX_PER_SECOND` and
        /// `BYTES_IN_HAND_MAX`.
        ///
        /// @param kept how long history is kept
        static Pipeline read(Settings settings, Duration kept) {
            int writers = settings.integer("WRITERS", 2, 1, 64);
            return new Pipeline(
                    new WriterPool.Config(writers, settings.integer("BATCH_MAX_ROWS", 5_000, 1, 100_000)),
                    window(settings, kept),
                    settings.integer("QUARANTINE_MAX_PER_SECOND", 100, 1, 100_000),
                    settings.longInteger("BYTES_IN_HAND_MAX", defaultBytesInHand(), 1L << 20, 1L << 40));
        }

        /// A quarter of the heap. The writers' batches, and what they decode to, come on top.
        static long defaultBytesInHand() {
            return Math.max(1L << 20, Runtime.getRuntime().maxMemory() / 4);
        }

        private static AcceptedWindow window(Settings settings, Duration kept) {
            Duration skew =
                    settings.duration("MAX_CLOCK_SKEW", Duration.ofMinutes(5), Duration.ZERO, Duration.ofDays(7));
            Duration age = settings.duration(
                    "MAX_READING_AGE", Duration.ofDays(30), Duration.ofMinutes(1), Duration.ofDays(399));
            if (age.compareTo(kept) > 0) {
                settings.reject(
                        "MAX_READING_AGE",
                        "is longer than HISTORY_RETENTION: readings would be acknowledged and dropped a minute later");
            }
            return new AcceptedWindow(skew, age);
        }
    }

    private static final Duration ASK_LIMIT = Duration.ofSeconds(2);
    private static final int DEFAULT_PORT = 8081;

    /// Reads the environment; every error is noted in `settings`.
    public static IngestorConfig read(Settings settings) {
        settings.choice("LOG_FORMAT", LogFormat.TEXT);
        MqttConfig mqtt = MqttConfig.read(settings);
        Maintenance.Retention retention = Maintenance.Retention.read(settings);
        Pipeline pipeline = Pipeline.read(settings, retention.history());
        return new IngestorConfig(
                settings.built(
                        "INGESTOR_ID",
                        "ingestor",
                        () -> Identity.of(settings.text("INGESTOR_ID", hostName()))
                                .ingestorId()),
                LeaseConfig.read(settings, mqtt.slots()),
                mqtt,
                database(settings, pipeline.writers().writers()),
                settings.flag("ALLOW_UNSAFE_DATABASE", false) ? Durability.ANY : Durability.REQUIRED,
                pipeline,
                retention,
                matching(settings),
                HttpConfig.read(settings, DEFAULT_PORT, httpLimits()),
                AlertsConfig.read(settings),
                settings.duration(
                        "MAX_HOST_SKEW", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(5)),
                settings.duration(
                        "SHUTDOWN_TIMEOUT", Duration.ofSeconds(20), Duration.ofSeconds(5), Duration.ofMinutes(10)));
    }

    private static DatabaseConfig database(Settings settings, int writers) {
        DatabaseConfig usual = new DatabaseConfig(
                DatabaseConfig.LOCAL,
                "wattline_ingest",
                null,
                writers + 2,
                "wattline-ingestor",
                DatabaseTimeouts.DEFAULT);
        return DatabaseConfig.read(settings, usual, writers);
    }

    private static MatchSettings matching(Settings settings) {
        Duration usual = MatchSettings.DEFAULT.pairingWindow();
        Duration window = settings.duration(
                "PAIRING_WINDOW", usual, MatchSettings.MIN_PAIRING_WINDOW, MatchSettings.MAX_PAIRING_WINDOW);
        if (!window.equals(Duration.ofSeconds(window.toSeconds()))) {
            settings.reject("PAIRING_WINDOW", "must be whole seconds");
        }
        List<String> rule = settings.built(
                "MAPPING_RULE",
                List.of(),
                () -> settings.optionalText("MAPPING_RULE")
                        .map(text -> MappingRule.parse(text).parts())
                        .orElse(List.of()));
        return new MatchSettings(window, rule);
    }

    /// A body is a payload of the wire format, and as many requests run at once as the hand-off has room for.
    private static HttpLimits httpLimits() {
        HttpLimits defaults = HttpLimits.defaults();
        HttpLimits.Load load = defaults.load();
        return defaults.withMaxBodyBytes(WireFormat.MAX_PAYLOAD_BYTES)
                .withLoad(new HttpLimits.Load(
                        load.maxConnections(),
                        IngestRoutes.MAX_WAITING,
                        load.maxQueuedRequests(),
                        load.maxQueueTime()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "ingestor";
        }
    }

    /// Why the database must not be written to; empty if it may, or cannot be asked now. Every connection of the pool
    /// is
    /// asked later too.
    Optional<String> unsafeDatabase() {
        if (durability == Durability.ANY) {
            return Optional.empty();
        }
        return Durability.lackingOn(Intake.withTimeouts(database, DatabaseTimeouts.ofStatement(ASK_LIMIT)))
                .map(lacking -> "the database may lose what it has committed: " + lacking
                        + "; switch it on, or set ALLOW_UNSAFE_DATABASE=true to accept that");
    }

    /// This configuration for ending the sessions of another share group.
    IngestorConfig retiring(String group) {
        return new IngestorConfig(
                ingestorId + "-retire",
                new LeaseConfig(0, leases.lease(), leases.renew(), true),
                new MqttConfig(mqtt.endpoint(), group, mqtt.slots(), mqtt.sessionExpiry(), mqtt.topic()),
                database,
                durability,
                pipeline,
                retention,
                matching,
                http,
                alerts,
                maxHostSkew,
                shutdownTimeout);
    }
}
