package io.wattline.e2e.faults.harness;

import io.wattline.e2e.stack.Scrape;
import io.wattline.e2e.stack.ServiceProcess;
import io.wattline.e2e.stack.Stack;
import io.wattline.servers.network.TcpProxy;
import io.wattline.servers.process.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One ingestor of the fleet by its id, over as many processes as the tests make it go through, with a link of its own
/// to the broker and to the database.
public final class Member implements AutoCloseable {

    private final String id;
    private final Stack stack;
    private final TcpProxy broker;
    private final TcpProxy database;
    private Map<String, String> settings = Map.of();
    private @Nullable ServiceProcess process;
    private boolean frozen;
    private int ended;

    Member(String id, Stack stack, int databasePort) {
        this.id = id;
        this.stack = stack;
        this.broker = TcpProxy.to(stack.broker().port());
        this.database = TcpProxy.to(databasePort);
    }

    public String id() {
        return id;
    }

    /// Its link to the broker.
    public TcpProxy broker() {
        return broker;
    }

    /// Its link to the database.
    public TcpProxy database() {
        return database;
    }

    /// Starts it with its settings of before; returns once it answers HTTP.
    public void start() {
        start(settings);
    }

    void start(Map<String, String> wanted) {
        settings = Map.copyOf(wanted);
        process = stack.launchIngestor(environment());
    }

    /// What a second process under the same id would be started with.
    public Map<String, String> environment() {
        var environment = new TreeMap<>(stack.database().ingestEnvironment(database.port()));
        environment.put("MQTT_URL", "mqtt://127.0.0.1:" + broker.port());
        environment.put("INGESTOR_ID", id);
        environment.putAll(Form.now().ingestorSettings());
        environment.putAll(settings);
        return environment;
    }

    Map<String, String> settings() {
        return settings;
    }

    /// The running process.
    public ServiceProcess process() {
        ServiceProcess now = process;
        if (now == null) {
            throw new IllegalStateException(id + " is not running");
        }
        return now;
    }

    public boolean isAlive() {
        return process != null && process.process().isAlive();
    }

    /// Whether it runs and is not stopped by a signal.
    public boolean answers() {
        return isAlive() && !frozen;
    }

    public boolean isReady() {
        return answers() && process().isReady();
    }

    /// `kill -9`.
    public void kill() {
        process().kill();
        gone();
    }

    /// SIGTERM, and the exit code.
    public int terminate(Duration limit) {
        process().process().signal(Signal.TERM);
        return awaitExit(limit);
    }

    /// The exit code of a process that is ending.
    public int awaitExit(Duration limit) {
        int code = process().process().exitCode(limit);
        gone();
        return code;
    }

    private void gone() {
        process = null;
        ended++;
    }

    /// SIGSTOP.
    public void freeze() {
        process().process().signal(Signal.STOP);
        frozen = true;
    }

    /// SIGCONT.
    public void thaw() {
        process().process().signal(Signal.CONT);
        frozen = false;
    }

    /// How many of its processes have ended, and taken their accounts with them.
    int ended() {
        return ended;
    }

    public Scrape metrics() {
        return process().metrics();
    }

    /// How many sessions it has connected.
    public int connectedSlots() {
        return answers() ? (int) metrics().sum("wattline_slot_connected") : 0;
    }

    /// How many messages it holds that are neither acknowledged nor kept, about.
    public long inFlight() {
        Scrape scrape = metrics();
        return scrape.inFlight() + (long) scrape.sum("wattline_handoff_messages");
    }

    @Override
    public void close() {
        try (broker;
                database) {
            if (process != null) {
                process.close();
            }
        }
    }
}
