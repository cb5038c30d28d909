package io.wattline.quickstart;

import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.ingestor.Ingestor;
import io.wattline.ingestor.IngestorConfig;
import io.wattline.query.QueryConfig;
import io.wattline.query.QueryService;
import io.wattline.servers.EmbeddedBroker;
import io.wattline.settings.Settings;
import io.wattline.sim.FleetSimulator;
import io.wattline.sim.faults.FaultSettings;
import io.wattline.sim.faults.FaultyWorkload;
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
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running quickstart: broker, database, both services, and a fleet of which a few chargers leak.
final class Quickstart {

    private static final Logger LOG = LoggerFactory.getLogger(Quickstart.class);
    private static final int CONNECTIONS = 4;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /// Of the live messages, so that the quarantine has something to show: one in 500.
    private static final double MALFORMED = 0.002;

    private final QuickstartConfig config;
    private final ShownFleet fleet;
    private final Parts parts;
    private final URI broker;
    private final Ingestor ingestor;
    private final QueryService queryService;

    private Quickstart(QuickstartConfig config, Parts parts) {
        this.config = config;
        this.fleet = ShownFleet.of(config.devices());
        this.parts = parts;
        int mqttPort = LoopbackPort.available(config.ports().mqtt(), "quickstart.mqtt-port");
        int httpPort = LoopbackPort.available(config.ports().http(), "quickstart.http-port");
        int ingestPort = LoopbackPort.available(config.ports().ingest(), "quickstart.ingest-port");
        EmbeddedDatabase database = parts.add(EmbeddedDatabase.start());
        database.mapPairs(config.devices());
        parts.add(EmbeddedBroker.create(mqttPort));
        broker = URI.create("mqtt://127.0.0.1:" + mqttPort);
        ingestor = parts.add(Ingestor.start(
                Settings.read(
                        environment(database, DatabaseRole.INGEST, ingestPort, Map.of("MQTT_URL", broker.toString())),
                        IngestorConfig::read),
                InstantSource.system()));
        queryService = parts.add(QueryService.start(
                Settings.read(environment(database, DatabaseRole.QUERY, httpPort, Map.of()), QueryConfig::read),
                InstantSource.system()));
    }

    /// Starts all parts and adds each to `parts`, which close them; returns once both services answer.
    ///
    /// @throws QuickstartException if one does not start, saying what to do
    static Quickstart start(QuickstartConfig config, Parts parts) {
        return new Quickstart(config, parts);
    }

    ShownFleet fleet() {
        return fleet;
    }

    URI mqttUrl() {
        return broker;
    }

    URI queryUrl() {
        return URI.create("http://127.0.0.1:" + queryService.port());
    }

    URI ingestUrl() {
        return URI.create("http://127.0.0.1:" + ingestor.port());
    }

    /// Sends the past through the broker, as devices do after an outage, a heartbeat a minute; returns once the broker
    /// has all of it.
    Summary backfill() throws InterruptedException {
        var past = new BackfillSettings(fleet.settings(), config.backfill(), new Pace.Heartbeat(MINUTE), null);
        try (var simulator = FleetSimulator.of(brokerSettings(), new BackfillWorkload(past))) {
            return simulator.run();
        }
    }

    /// Begins to send live heartbeats, until the parts are closed.
    FleetSimulator startFleet() {
        var settings =
                new RunSettings(fleet.settings(), new Pace.Heartbeat(config.heartbeat()), Duration.ZERO, 0, null);
        FleetSimulator live = parts.add(FleetSimulator.of(
                brokerSettings(),
                new FaultyWorkload(
                        new LiveWorkload(settings),
                        new FaultSettings(0, 0, 0, 0, MALFORMED),
                        fleet.settings().seed())));
        Thread.ofPlatform().name("fleet").daemon().start(() -> run(live));
        return live;
    }

    private static void run(FleetSimulator live) {
        try {
            Summary summary = live.run();
            LOG.info("the fleet has stopped: {}", summary);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
