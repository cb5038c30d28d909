package io.wattline.e2e.stack;

import io.wattline.servers.Broker;
import io.wattline.servers.PostgresServer;
import io.wattline.servers.process.Closing;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.TemporaryFolder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/// A database and a broker with whatever services a test starts on them; closes what it started, the newest first.
public final class Stack implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofSeconds(30);
    private static final Set<String> BROKER_LOGIN = Set.of("MQTT_USERNAME", "MQTT_PASSWORD", "MQTT_PASSWORD_FILE");

    private final WattlineDatabase database;
    private final Broker broker;
    private final TemporaryFolder folder = TemporaryFolder.create("stack");
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final AtomicInteger number = new AtomicInteger();

    private Stack(WattlineDatabase database, Broker broker) {
        this.database = database;
        this.broker = broker;
    }

    /// A new database on `server`, and a broker that this stack does not own.
    public static Stack on(PostgresServer server, Broker broker) {
        return new Stack(WattlineDatabase.create(server), broker);
    }

    /// On the database of another stack.
    public static Stack on(WattlineDatabase database, Broker broker) {
        return new Stack(database, broker);
    }

    public WattlineDatabase database() {
        return database;
    }

    public Broker broker() {
        return broker;
    }

    /// An ingestor that is ready.
    public ServiceProcess startIngestor() {
        return awaitReady(launchIngestor(Map.of()));
    }

    /// An ingestor with these settings over the usual ones, ready or not.
    public ServiceProcess launchIngestor(Map<String, String> settings) {
        var environment = new TreeMap<>(database.ingestEnvironment());
        environment.put("MQTT_URL", broker.url());
        environment.put("HTTP_PORT", "0");
        if (settings.keySet().stream().noneMatch(BROKER_LOGIN::contains)) {
            // The broker asks for no credentials, so any user name works.
            environment.put("MQTT_USERNAME", "_ingestor");
            environment.put("MQTT_PASSWORD", Canary.lay());
        }
        environment.putAll(settings);
        return launch("ingestor", environment);
    }

    /// A query service that is ready.
    public ServiceProcess startQueryService() {
        return awaitReady(launchQueryService(Map.of()));
    }

    /// A query service with these settings over the usual ones, ready or not.
    public ServiceProcess launchQueryService(Map<String, String> settings) {
        var environment = new TreeMap<>(database.queryEnvironment());
        environment.put("HTTP_PORT", "0");
        environment.putAll(settings);
        return launch("query-service", environment);
    }

    /// Waits until the service says that it can do its work.
    public static ServiceProcess awaitReady(ServiceProcess service) {
        Awaitility.await("ready").atMost(READY_LIMIT).until(service::isReady);
        return service;
    }

    /// A simulator with these arguments, pointed at the broker.
    public Launch simulator(String command, String... arguments) {
        return Launch.jar("device-sim", folder.path())
                .named("device-sim-" + number.incrementAndGet())
                .arguments(command, "--mqtt-url", broker.url())
                .arguments(arguments);
    }

    private ServiceProcess launch(String module, Map<String, String> environment) {
        ServiceProcess service = ServiceProcess.start(Launch.jar(module, folder.path())
                .named(module + "-" + number.incrementAndGet())
                .jvm("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED")
                .with(environment));
        started.push(service);
        return service;
    }

    @Override
    public void close() {
        var all = new ArrayList<>(started);
        started.clear();
        all.add(folder);
        Closing.all(all);
    }
}
