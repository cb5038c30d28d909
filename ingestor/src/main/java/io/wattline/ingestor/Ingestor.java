package io.wattline.ingestor;

import com.zaxxer.hikari.HikariDataSource;
import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.ingestor.http.IngestRoutes;
import io.wattline.ingestor.lease.HeldLeases;
import io.wattline.ingestor.lease.HostClock;
import io.wattline.ingestor.lease.Identity;
import io.wattline.ingestor.lease.LeaseKeeper;
import io.wattline.ingestor.lease.ShareGroup;
import io.wattline.ingestor.metrics.MicrometerPipelineMetrics;
import io.wattline.ingestor.mqtt.MqttConfig;
import io.wattline.ingestor.mqtt.SlotMetrics;
import io.wattline.ingestor.mqtt.SlotPool;
import io.wattline.ingestor.pipeline.Handoff;
import io.wattline.ingestor.pipeline.QuarantineCap;
import io.wattline.ingestor.pipeline.StoreHealth;
import io.wattline.ingestor.pipeline.WriterPool;
import io.wattline.ingestor.postgres.DatabaseProbe;
import io.wattline.ingestor.postgres.Maintenance;
import io.wattline.ingestor.postgres.PartitionMaker;
import io.wattline.ingestor.postgres.PostgresBatchStore;
import io.wattline.ingestor.postgres.PostgresLeaseStore;
import io.wattline.runtime.http.FaultMapper;
import io.wattline.runtime.http.Route;
import io.wattline.runtime.lifecycle.RunningService;
import io.wattline.runtime.lifecycle.StopSequence;
import io.wattline.runtime.observe.Health;
import io.wattline.runtime.observe.HealthCheck;
import io.wattline.runtime.observe.Metrics;
import io.wattline.runtime.server.HttpServer;
import io.wattline.runtime.server.HttpService;
import io.wattline.telemetry.PayloadDecoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running ingestor: the composition root, wired by hand.
///
/// It starts whether broker and database are there or not, and waits for them with readiness down.
public final class Ingestor implements RunningService {

    private static final Logger LOG = LoggerFactory.getLogger(Ingestor.class);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(1);
    /// What is left of the shutdown time-out for disconnecting and closing once the writers have stopped.
    private static final Duration AFTER_WRITERS = Duration.ofSeconds(3);

    private static final Duration LONGEST_RENEWAL = Duration.ofSeconds(3);
    private static final int ID_TAKEN = 3;
    /// Summing an hour of a large fleet takes longer than any statement of a batch may.
    private static final DatabaseTimeouts MAINTENANCE = DatabaseTimeouts.ofStatement(Duration.ofMinutes(1));

    private final SlotPool slots;
    private final WriterPool writers;
    private final HttpServer http;
    private final StopSequence stop;
    private volatile boolean stopping;

    private Ingestor(IngestorConfig config, HikariDataSource pool, Metrics metrics, InstantSource clock) {
        var partitions = new PartitionMaker(config.database(), clock);
        var store = new PostgresBatchStore(pool, partitions);
        var storeHealth = new StoreHealth();
        var accounts = new MicrometerPipelineMetrics(metrics.registry());
        var handoff = new Handoff(MqttConfig.MOST_IN_HAND + IngestRoutes.MAX_WAITING, accounts);
        var observed = new WriterPool.Observed(
                accounts, new QuarantineCap(config.pipeline().quarantineMaxPerSecond(), clock), clock);
        writers = new WriterPool(
                config.pipeline().writers(), handoff, store, storeHealth, observed, Ingestor::dieOfLostWriter);
        var decoder =
                new PayloadDecoder(config.mqtt().topic(), config.pipeline().window());
        var heldLeases = new HeldLeases(config.leases().lease(), System::nanoTime);
        var slotMetrics = new SlotMetrics(metrics.registry());
        var hostClock = new HostClock(clock, System::nanoTime, config.maxHostSkew());
        var group = new ShareGroup(config.mqtt().shareGroup());
        slotMetrics.watch(group);
        slots = new SlotPool(
                config.mqtt(), new SlotPool.Reception(handoff, decoder, hostClock), heldLeases, slotMetrics);
        var leases = new LeaseKeeper(
                new PostgresLeaseStore(
                        leaseDatabase(config),
                        config.mqtt().shareGroup(),
                        config.leases().unservedAfter()),
                slots,
                new LeaseKeeper.Told(heldLeases, group, hostClock),
                Identity.of(config.ingestorId()),
                config.leases(),
                new LeaseReactions(slotMetrics, group));
        var maintenance =
                new Maintenance(withTimeouts(config.database(), MAINTENANCE), partitions, config.retention(), clock);

        var health = new Health(
                List.of(),
                List.of(
                        new HealthCheck(Health.DATABASE, new DatabaseProbe(pool)),
                        new HealthCheck("store", () -> requireStoring(storeHealth)),
                        HealthCheck.that("leases", heldLeases::isCurrent, "leases are not renewed"),
                        HealthCheck.that("broker", slots::allConnected, "not all slots are connected"),
                        complaint("topics", slots::complaint),
                        complaint("slots", group::complaint),
                        complaint("clock", hostClock::complaint),
                        HealthCheck.that("running", () -> !stopping, "stopping")),
                PROBE_LIMIT,
                clock);
        List<Route> observe = Stream.concat(health.routes().stream(), Stream.of(metrics.route()))
                .toList();
        http = HttpServer.start(
                config.http(),
                new HttpService(
                        new IngestRoutes(handoff, decoder, clock, () -> stopping || !hostClock.isTrusted()).routes(),
                        observe,
                        FaultMapper.none(),
                        metrics.registry()),
                clock);
        maintenance.start();
        writers.start();
        leases.start();

        Duration patience = config.shutdownTimeout().minus(AFTER_WRITERS);
        stop = new StopSequence(config.shutdownTimeout())
                .then("taking", () -> {
                    leases.stopTaking();
                    slots.letGoOfAll();
                })
                .then("maintenance", maintenance::close)
                .then("writers", () -> writers.stop(patience))
                .then("slots", () -> slots.stop(AFTER_WRITERS))
                .then("leases", leases::leave)
                .then("pool", pool::close)
                .then("http", http::close)
                .then("metrics", metrics::close);
    }

    /// Starts an ingestor; returns once it answers HTTP, connected or not.
    ///
    /// @throws RuntimeException if it cannot, as where its port is taken; nothing of it is left running then
    public static Ingestor start(IngestorConfig config, InstantSource clock) {
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
        HikariDataSource pool = DataSources.pool(config.database());
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

    private static void requireStoring(StoreHealth health) throws HealthCheck.DownException {
        String complaint = health.complaint();
        if (complaint != null) {
            throw new HealthCheck.DownException(complaint);
        }
    }

    private static HealthCheck complaint(String name, Supplier<@Nullable String> complaints) {
        return new HealthCheck(name, () -> {
            String complaint = complaints.get();
            if (complaint != null) {
                throw new HealthCheck.DownException(complaint);
            }
        });
    }

    /// Renewals must fail fast enough to be tried again within a lease.
    private static DatabaseConfig leaseDatabase(IngestorConfig config) {
        Duration third = config.leases().lease().dividedBy(3);
        Duration limit = third.compareTo(LONGEST_RENEWAL) > 0 ? LONGEST_RENEWAL : third;
        return withTimeouts(config.database(), new DatabaseTimeouts(limit, limit, limit, limit, limit.multipliedBy(2)));
    }

    private static DatabaseConfig withTimeouts(DatabaseConfig database, DatabaseTimeouts timeouts) {
        return new DatabaseConfig(
                database.url(),
                database.username(),
                database.password(),
                database.poolSize(),
                database.applicationName(),
                timeouts);
    }

    /// What the leases mean for the rest of the process.
    private record LeaseReactions(SlotMetrics metrics, ShareGroup group) implements LeaseKeeper.LeaseEvents {

        @Override
        public void adopted(int slot) {
            metrics.adopted(slot);
        }

        @Override
        public void renewed() {
            metrics.unserved(group);
        }

        /// Two instances under one id would take each other's slots in turn. Nothing unacknowledged is lost by ending.
        @Override
        public void identityLost() {
            LOG.error("another instance with this INGESTOR_ID is alive: give every ingestor an id of its own");
            Runtime.getRuntime().halt(ID_TAKEN);
        }
    }

    /// A writer that is gone would leave its share of the work to the others for ever, unseen. Nothing unacknowledged
    /// is lost by ending the process; whatever supervises it starts it again.
    private static void dieOfLostWriter(Thread writer, Throwable cause) {
        LOG.error("lost thread={}, ending the process", writer.getName(), cause);
        Runtime.getRuntime().halt(1);
    }
}
