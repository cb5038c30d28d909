package io.wattline.ingestor;

import com.zaxxer.hikari.HikariDataSource;
import io.wattline.db.DataSources;
import io.wattline.ingestor.mqtt.SlotMetrics;
import io.wattline.ingestor.mqtt.SlotPool;
import io.wattline.ingestor.pipeline.Handoff;
import io.wattline.ingestor.pipeline.PipelineMetrics;
import io.wattline.ingestor.pipeline.QuarantineCap;
import io.wattline.ingestor.pipeline.StoreHealth;
import io.wattline.ingestor.pipeline.WriterPool;
import io.wattline.ingestor.postgres.DatabaseProbe;
import io.wattline.ingestor.postgres.Maintenance;
import io.wattline.ingestor.postgres.PartitionMaker;
import io.wattline.ingestor.postgres.PostgresBatchStore;
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
import java.util.stream.Stream;
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

    private final SlotPool slots;
    private final WriterPool writers;
    private final HttpServer http;
    private final StopSequence stop;
    private volatile boolean stopping;

    private Ingestor(IngestorConfig config, HikariDataSource pool, Metrics metrics, InstantSource clock) {
        var partitions = new PartitionMaker(config.database(), clock);
        var store = new PostgresBatchStore(pool, partitions);
        var storeHealth = new StoreHealth();
        var handoff = new Handoff(config.mqtt().window());
        var observed = new WriterPool.Observed(
                new PipelineMetrics(metrics.registry()),
                new QuarantineCap(config.pipeline().quarantineMaxPerSecond(), clock),
                clock);
        writers = new WriterPool(
                config.pipeline().writers(), handoff, store, storeHealth, observed, Ingestor::dieOfLostWriter);
        var decoder =
                new PayloadDecoder(config.mqtt().topic(), config.pipeline().window());
        slots = new SlotPool(config.mqtt(), handoff, decoder, clock, new SlotMetrics(metrics.registry()));
        var maintenance = new Maintenance(config.database(), partitions, config.retention(), clock);

        var health = new Health(
                List.of(),
                List.of(
                        new HealthCheck(Health.DATABASE, new DatabaseProbe(pool)),
                        new HealthCheck("store", () -> requireStoring(storeHealth)),
                        HealthCheck.that("broker", () -> slots.connected() == slots.size(), "not all slots connected"),
                        HealthCheck.that("running", () -> !stopping, "stopping")),
                PROBE_LIMIT,
                clock);
        List<Route> observe = Stream.concat(health.routes().stream(), Stream.of(metrics.route()))
                .toList();
        http = HttpServer.start(
                config.http(), new HttpService(List.of(), observe, FaultMapper.none(), metrics.registry()), clock);
        maintenance.start();
        writers.start();
        slots.start();

        Duration patience = config.shutdownTimeout().minus(AFTER_WRITERS);
        stop = new StopSequence(config.shutdownTimeout())
                .then("taking", slots::stopTaking)
                .then("maintenance", maintenance::close)
                .then("writers", () -> writers.stop(patience))
                .then("slots", () -> slots.stop(AFTER_WRITERS))
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

    /// A writer that is gone would leave its share of the work to the others for ever, unseen. Nothing unacknowledged
    /// is lost by ending the process; whatever supervises it starts it again.
    private static void dieOfLostWriter(Thread writer, Throwable cause) {
        LOG.error("lost thread={}, ending the process", writer.getName(), cause);
        Runtime.getRuntime().halt(1);
    }
}
