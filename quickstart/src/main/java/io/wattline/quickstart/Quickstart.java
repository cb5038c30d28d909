package io.wattline.quickstart;

import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.ingestor.Ingestor;
import io.wattline.ingestor.IngestorConfig;
import io.wattline.query.QueryConfig;
import io.wattline.query.QueryService;
import io.wattline.settings.Settings;
import io.wattline.sim.FleetSimulator;
import io.wattline.sim.fleet.FleetSettings;
import io.wattline.sim.mqtt.BrokerSettings;
import io.wattline.sim.report.Summary;
import io.wattline.sim.workload.BackfillSettings;
import io.wattline.sim.workload.BackfillWorkload;
import io.wattline.sim.workload.LiveWorkload;
import io.wattline.sim.workload.Pace;
import io.wattline.sim.workload.RunSettings;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running quickstart. Parts are started in order by [#start] and closed in reverse by [#close].
public final class Quickstart implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Quickstart.class);
    private static final int CONNECTIONS = 4;
    private static final int SEED = 1;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final QuickstartConfig config;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final URI broker;
    private final Ingestor ingestor;
    private final QueryService queryService;
    private boolean closed;

    private Quickstart(QuickstartConfig config) {
        this.config = config;
        try {
            int mqttPort = LoopbackPort.available(config.ports().mqtt(), "quickstart.mqtt-port");
            int httpPort = LoopbackPort.available(config.ports().http(), "quickstart.http-port");
            int ingestPort = LoopbackPort.available(config.ports().ingest(), "quickstart.ingest-port");
            TemporaryFolder folder = opened(TemporaryFolder.create());
            EmbeddedDatabase database = opened(EmbeddedDatabase.start(folder.folder("postgresql")));
            database.mapPairs(config.devices());
            opened(EmbeddedBroker.start(folder.folder("broker"), mqttPort));
            broker = URI.create("mqtt://127.0.0.1:" + mqttPort);
            ingestor = opened(Ingestor.start(
                    Settings.read(
                            environment(
                                    database, DatabaseRole.INGEST, ingestPort, Map.of("MQTT_URL", broker.toString())),
                            IngestorConfig::read),
                    InstantSource.system()));
            queryService = opened(QueryService.start(
                    Settings.read(environment(database, DatabaseRole.QUERY, httpPort, Map.of()), QueryConfig::read),
                    InstantSource.system()));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Starts all parts; returns once both services answer.
    ///
    /// @throws QuickstartException if one does not start, saying what to do
    public static Quickstart start(QuickstartConfig config) {
        return new Quickstart(config);
    }

    public URI mqttUrl() {
        return broker;
    }

    public URI queryUrl() {
        return URI.create("http://127.0.0.1:" + queryService.port());
    }

    public URI ingestUrl() {
        return URI.create("http://127.0.0.1:" + ingestor.port());
    }

    /// Sends the past through the broker, as devices do after an outage, a heartbeat a minute; returns once the broker
    /// has all of it.
    public Summary backfill() throws InterruptedException {
        var past = new BackfillSettings(fleet(), config.backfill(), new Pace.Heartbeat(MINUTE), null);
        try (var simulator = FleetSimulator.of(brokerSettings(), new BackfillWorkload(past))) {
            return simulator.run();
        }
    }

    /// Begins to send live heartbeats, until [#close].
    public FleetSimulator startFleet() {
        var settings = new RunSettings(fleet(), new Pace.Heartbeat(config.heartbeat()), Duration.ZERO, 0, null);
        FleetSimulator live = opened(FleetSimulator.of(brokerSettings(), new LiveWorkload(settings)));
        Thread.ofPlatform().name("fleet").daemon().start(() -> run(live));
        return live;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("a part did not stop in order", e);
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private static void run(FleetSimulator live) {
        try {
            Summary summary = live.run();
            LOG.info("the fleet has stopped: {}", summary);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FleetSettings fleet() {
        return new FleetSettings(config.devices(), SEED);
    }

    private BrokerSettings brokerSettings() {
        return BrokerSettings.at(broker).withConnections(CONNECTIONS);
    }

    private static Map<String, String> environment(
            EmbeddedDatabase database, DatabaseRole role, int port, Map<String, String> more) {
        DatabaseConfig access = database.configFor(role, role.roleName());
        Map<String, String> environment = new HashMap<>(more);
        environment.put("DB_URL", access.url());
        environment.put("DB_USERNAME", access.username());
        environment.put("HTTP_PORT", Integer.toString(port));
        environment.put("INGESTOR_ID", "quickstart");
        return environment;
    }
}
