package io.wattline.ingestor;

import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.ingestor.http.IngestRoutes;
import io.wattline.ingestor.lease.Identity;
import io.wattline.ingestor.lease.LeaseConfig;
import io.wattline.ingestor.mqtt.MqttConfig;
import io.wattline.ingestor.mqtt.MqttEndpoint;
import io.wattline.ingestor.pipeline.WriterPool;
import io.wattline.ingestor.postgres.Maintenance;
import io.wattline.runtime.logging.LogFormat;
import io.wattline.runtime.server.HttpConfig;
import io.wattline.runtime.server.HttpLimits;
import io.wattline.settings.Secret;
import io.wattline.settings.Settings;
import io.wattline.telemetry.AcceptedWindow;
import io.wattline.telemetry.TelemetryTopic;
import io.wattline.telemetry.WireFormat;
import io.wattline.tls.TlsFiles;
import io.wattline.tls.TlsMaterial;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Function;

/// Everything that can be set about an ingestor; the keys are those of the environment, see `docs/configuration.md`.
///
/// @param ingestorId the name it leases slots under, the same after a restart and no other's
/// @param leases how they are kept
/// @param mqtt the broker and the slots
/// @param database where batches go
/// @param pipeline how they are made
/// @param retention how long data is kept
/// @param http probes, metrics and HTTP ingest
/// @param maxHostSkew how far the host's clock may be from the database's for anything to be taken
/// @param shutdownTimeout how long an orderly stop may take
public record IngestorConfig(
        String ingestorId,
        LeaseConfig leases,
        MqttConfig mqtt,
        DatabaseConfig database,
        Pipeline pipeline,
        Maintenance.Retention retention,
        HttpConfig http,
        Duration maxHostSkew,
        Duration shutdownTimeout) {

    /// How batches are made.
    ///
    /// @param writers how many writers, and how large their batches
    /// @param window which timestamps are accepted
    /// @param quarantineMaxPerSecond how many rejected items a second are stored
    public record Pipeline(WriterPool.Config writers, AcceptedWindow window, int quarantineMaxPerSecond) {}

    private static final int DEFAULT_PORT = 8081;
    private static final TlsMaterial NO_MATERIAL = TlsMaterial.read(TlsFiles.NONE);
    private static final String LOCAL_DATABASE = "jdbc:postgresql://127.0.0.1:5432/wattline";

    /// Reads the environment; every error is noted in `settings`.
    public static IngestorConfig read(Settings settings) {
        settings.choice("LOG_FORMAT", LogFormat.TEXT);
        int writers = settings.integer("WRITERS", 2, 1, 64);
        MqttConfig mqtt = mqtt(settings);
        Maintenance.Retention retention = retention(settings);
        return new IngestorConfig(
                settings.built(
                        "INGESTOR_ID",
                        "ingestor",
                        () -> Identity.of(settings.text("INGESTOR_ID", hostName()))
                                .ingestorId()),
                leases(settings, mqtt.slots()),
                mqtt,
                database(settings, writers),
                new Pipeline(
                        new WriterPool.Config(writers, settings.integer("BATCH_MAX_ROWS", 5_000, 1, 100_000)),
                        window(settings, retention),
                        settings.integer("QUARANTINE_MAX_PER_SECOND", 100, 1, 100_000)),
                retention,
                HttpConfig.read(settings, DEFAULT_PORT, httpLimits()),
                settings.duration(
                        "MAX_HOST_SKEW", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(5)),
                settings.duration(
                        "SHUTDOWN_TIMEOUT", Duration.ofSeconds(20), Duration.ofSeconds(5), Duration.ofMinutes(10)));
    }

    private static Maintenance.Retention retention(Settings settings) {
        return new Maintenance.Retention(
                settings.duration(
                        "HISTORY_RETENTION", Duration.ofDays(400), Duration.ofDays(31), Duration.ofDays(36_500)),
                settings.duration(
                        "QUARANTINE_RETENTION", Duration.ofDays(30), Duration.ofDays(1), Duration.ofDays(3_650)),
                settings.integer("RETENTION_MAX_DROPS", Maintenance.Retention.DEFAULT_MAX_DROPS, 1, 1_000));
    }

    private static AcceptedWindow window(Settings settings, Maintenance.Retention retention) {
        Duration skew = settings.duration("MAX_CLOCK_SKEW", Duration.ofMinutes(5), Duration.ZERO, Duration.ofDays(7));
        Duration age =
                settings.duration("MAX_READING_AGE", Duration.ofDays(30), Duration.ofMinutes(1), Duration.ofDays(399));
        if (age.compareTo(retention.history()) > 0) {
            settings.reject(
                    "MAX_READING_AGE",
                    "is longer than HISTORY_RETENTION: readings would be acknowledged and dropped a minute later");
        }
        return new AcceptedWindow(skew, age);
    }

    private static MqttConfig mqtt(Settings settings) {
        return new MqttConfig(
                endpoint(settings),
                settings.matching(
                        "MQTT_SHARE_GROUP", "ingestors", MqttConfig.SHARE_GROUP, "1 to 64 of A-Z a-z 0-9 . _ -"),
                settings.integer("MQTT_SLOTS", 4, 1, LeaseConfig.MAX_SLOTS),
                settings.duration(
                        "MQTT_SESSION_EXPIRY", Duration.ofDays(7), Duration.ofMinutes(1), Duration.ofDays(3_650)),
                settings.built(
                        "MQTT_TOPIC_PREFIX",
                        new TelemetryTopic(""),
                        () -> new TelemetryTopic(settings.text("MQTT_TOPIC_PREFIX", ""))));
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

    private static LeaseConfig leases(Settings settings, int slots) {
        Duration lease =
                settings.duration("SLOT_LEASE", Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(10));
        Duration renew =
                settings.duration("SLOT_RENEW", Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofMinutes(3));
        boolean adoption = settings.flag("SLOT_ADOPTION", true);
        var usual = new LeaseConfig(slots, Duration.ofSeconds(10), Duration.ofSeconds(3), adoption);
        return settings.built("SLOT_RENEW", usual, () -> new LeaseConfig(slots, lease, renew, adoption));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "ingestor";
        }
    }

    private static MqttEndpoint endpoint(Settings settings) {
        var local = new MqttEndpoint(URI.create("mqtt://127.0.0.1:1883"), null, null, TlsFiles.NONE);
        TlsFiles tls = settings.built(
                "MQTT_CLIENT_CERT_FILE",
                TlsFiles.NONE,
                () -> new TlsFiles(
                        settings.readableFile("MQTT_CA_FILE").orElse(null),
                        settings.readableFile("MQTT_CLIENT_CERT_FILE").orElse(null),
                        settings.readableFile("MQTT_CLIENT_KEY_FILE").orElse(null)));
        // To find out at the start whether they can be used.
        settings.built("MQTT_CA_FILE", NO_MATERIAL, () -> TlsMaterial.read(tls.trustOnly()));
        settings.built("MQTT_CLIENT_CERT_FILE", NO_MATERIAL, () -> TlsMaterial.read(tls.identityOnly()));
        return settings.built(
                "MQTT_URL",
                local,
                () -> new MqttEndpoint(
                        MqttEndpoint.parse(settings.text("MQTT_URL", local.url().toString())),
                        settings.optionalText("MQTT_USERNAME").orElse(null),
                        settings.secret("MQTT_PASSWORD").orElse(null),
                        tls));
    }

    private static DatabaseConfig database(Settings settings, int writers) {
        int poolSize = settings.integer("DB_POOL_SIZE", writers + 2, writers, DatabaseConfig.MAX_POOL_SIZE);
        String username = settings.text("DB_USERNAME", "wattline_ingest");
        String password = settings.secret("DB_PASSWORD").map(Secret::reveal).orElse(null);
        Function<String, DatabaseConfig> at = url ->
                new DatabaseConfig(url, username, password, poolSize, "wattline-ingestor", DatabaseTimeouts.DEFAULT);
        return settings.built(
                "DB_URL", at.apply(LOCAL_DATABASE), () -> at.apply(settings.text("DB_URL", LOCAL_DATABASE)));
    }

    /// This configuration for ending the sessions of another share group.
    IngestorConfig retiring(String group) {
        return new IngestorConfig(
                ingestorId + "-retire",
                new LeaseConfig(0, leases.lease(), leases.renew(), true),
                new MqttConfig(mqtt.endpoint(), group, mqtt.slots(), mqtt.sessionExpiry(), mqtt.topic()),
                database,
                pipeline,
                retention,
                http,
                maxHostSkew,
                shutdownTimeout);
    }
}
