package io.wattline.ingestor;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.wattline.db.DataSources;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.ingestor.http.IngestRoutes;
import io.wattline.ingestor.metrics.MaintenanceMetrics;
import io.wattline.ingestor.metrics.MicrometerChargeMetrics;
import io.wattline.ingestor.metrics.MicrometerOutboxMetrics;
import io.wattline.ingestor.mqtt.AlertPublisher;
import io.wattline.ingestor.outbox.AlertChannel;
import io.wattline.ingestor.postgres.DatabaseProbe;
import io.wattline.ingestor.postgres.Maintenance;
import io.wattline.ingestor.postgres.MatchedHours;
import io.wattline.ingestor.postgres.PartitionMaker;
import io.wattline.ingestor.postgres.TurnJob;
import io.wattline.ingestor.postgres.charging.ChargeJob;
import io.wattline.ingestor.postgres.outbox.OutboxJob;
import io.wattline.ingestor.webhook.WebhookChannel;
import io.wattline.runtime.http.FaultMapper;
import io.wattline.runtime.lifecycle.RunningService;
import io.wattline.runtime.lifecycle.StartRefusedException;
import io.wattline.runtime.lifecycle.StopSequence;
import io.wattline.runtime.observe.Health;
import io.wattline.runtime.observe.HealthCheck;
import io.wattline.runtime.observe.Metrics;
import io.wattline.runtime.server.HttpServer;
import io.wattline.runtime.server.HttpSurface;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running ingestor: the composition root, wired by hand.
///
/// It starts whether broker and database are there or not, and waits for them with readiness down.
public final class Ingestor implements RunningService {

    private static final Logger LOG = LoggerFactory.getLogger(Ingestor.class);
    private static final int UNSAFE_DATABASE = 4;
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(1);
    /// What is left of the shutdown time-out for disconnecting and closing once the writers have stopped.
    private static final Duration AFTER_WRITERS = Duration.ofSeconds(3);

    /// Summing an hour of a large fleet takes longer than any statement of a batch may.
    private static final DatabaseTimeouts MAINTENANCE = DatabaseTimeouts.ofStatement(Duration.ofMinutes(1));

    private final Intake intake;
    private final HttpServer http;
    private final StopSequence stop;
    private volatile boolean stopping;

    private Ingestor(IngestorConfig config, HikariDataSource pool, Metrics metrics, InstantSource clock) {
        var partitions = new PartitionMaker(config.database(), clock);
        intake = new Intake(config, pool, metrics.registry(), clock);
        var jobs = new MaintenanceMetrics(metrics.registry());
        Maintenance.JOBS.forEach(jobs::expect);
        jobs.expect(ChargeJob.NAME);
        jobs.expect(OutboxJob.NAME);
        var maintenance = new Maintenance(
                Intake.withTimeouts(config.database(), MAINTENANCE),
                partitions,
                config.retention(),
                clock,
                jobs::succeeded,
                turnJobs(config, metrics, clock));

        var health = new Health(
                List.of(),
                List.of(
                        new HealthCheck(Health.DATABASE, new DatabaseProbe(pool)),
                        complaint("store", intake.storeHealth()::complaint),
                        HealthCheck.that("leases", intake.leases()::isCurrent, "leases are not renewed"),
                        HealthCheck.that("broker", intake.slots()::allConnected, "not all slots are connected"),
                        complaint("topics", intake.slots()::complaint),
                        complaint("slots", intake.group()::complaint),
                        complaint("clock", intake.hostClock()::complaint),
                        HealthCheck.that("running", () -> !stopping, "stopping")),
                PROBE_LIMIT,
                clock);
        http = HttpServer.start(
                config.http(),
                new HttpSurface(
                        List.of(new IngestRoutes(
                                intake.handoff(),
                                intake.decoder(),
                                clock,
                                () -> stopping || !intake.hostClock().isTrusted())),
                        List.of(health, metrics),
                        FaultMapper.none(),
                        metrics.registry()),
                clock);
        metrics.publish(health);
        maintenance.start();
        intake.start();

        Duration patience = config.shutdownTimeout().minus(AFTER_WRITERS);
        stop = new StopSequence(config.shutdownTimeout())
                .then("taking", intake::stopTaking)
                .then("maintenance", maintenance::close)
                .then("writers", () -> intake.writers().stop(patience))
                .then("slots", () -> intake.slots().stop(AFTER_WRITERS))
                .then("leases", intake::leave)
                .then("pool", pool::close)
                .then("http", http::close)
                .then("metrics", metrics::close);
    }

    /// What is done after the rollups: charges first, for they raise what is then told.
    private static List<TurnJob> turnJobs(IngestorConfig config, Metrics metrics, InstantSource clock) {
        AlertsConfig alerts = config.alerts();
        var told = new MicrometerOutboxMetrics(metrics.registry());
        List<AlertChannel> channels = new ArrayList<>();
        if (alerts.mqtt()) {
            channels.add(new AlertPublisher(config.mqtt()));
        }
        alerts.webhook().map(WebhookChannel::new).ifPresent(channels::add);
        channels.forEach(channel -> told.expect(channel.name()));
        return List.of(
                new MatchedHours(config.matching()),
                new ChargeJob(clock, alerts.settling(), new MicrometerChargeMetrics(metrics.registry())),
                new OutboxJob(channels, alerts.tariff(), told));
    }

    /// Starts an ingestor; returns once it answers HTTP, connected or not.
    ///
    /// @throws StartRefusedException with code 4 on a database that may lose what it has committed
    /// @throws RuntimeException if it cannot, as where its port is taken; nothing of it is left running then
    public static Ingestor start(IngestorConfig config, InstantSource clock) {
        config.unsafeDatabase().ifPresent(refusal -> {
            throw new StartRefusedException(UNSAFE_DATABASE, refusal);
        });
        Ingestor ingestor = wired(config, clock);
        LOG.info(
                "ingestor started httpPort={} slots={} writers={}",
                ingestor.port(),
                config.mqtt().slots(),
                config.pipeline().writers().writers());
        return ingestor;
    }

    private static Ingestor wired(IngestorConfig config, InstantSource clock) {
        var metrics = new Metrics();
        HikariDataSource pool = DataSources.pool(config.database(), config.durability());
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics.registry()));
        try {
            return new Ingestor(config, pool, metrics, clock);
        } catch (RuntimeException e) {
            pool.close();
            metrics.close();
            throw e;
        }
    }

    /// The port it answers HTTP on.
    public int port() {
        return http.port();
    }

    /// Stops in order: takes no more, commits and acknowledges what is in hand, disconnects keeping the sessions.
    @Override
    public void close() {
        stopping = true;
        stop.run();
    }

    private static HealthCheck complaint(String name, Supplier<@Nullable String> complaints) {
        return new HealthCheck(name, () -> {
            String complaint = complaints.get();
            if (complaint != null) {
                throw new HealthCheck.DownException(complaint);
            }
        });
    }
}
