package io.wattline.bench.scenario;

import io.wattline.bench.plan.BenchConfig;
import io.wattline.bench.plan.Scale;
import io.wattline.bench.report.Figure;
import io.wattline.bench.report.Progress;
import io.wattline.bench.stack.Cleanup;
import io.wattline.bench.stack.Database;
import io.wattline.bench.stack.Postgres;
import io.wattline.bench.stack.Service;
import io.wattline.db.DatabaseRole;
import io.wattline.servers.MosquittoServer;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.TemporaryFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What all scenarios share: where to start things, how large to make them, where figures go. One thread, but for
/// [#close], which may come from any and ends all that was started.
public final class Bench implements AutoCloseable {

    /// What differs from the shipped limits of the broker: the bare subscriber's one session holds the whole backlog,
    /// which the ingestors' four share.
    public static final List<String> BROKER_CHANGES = List.of("max_queued_bytes 2147483648");

    private final BenchConfig config;
    private final Progress progress;
    private final Cleanup cleanup = new Cleanup();
    private final TemporaryFolder folder = cleanup.add(TemporaryFolder.create("bench"));
    private final List<Figure> figures = new ArrayList<>();
    private final Histories histories = new Histories(this);
    private volatile @Nullable Postgres postgres;
    private String brokerVersion = "";
    private int folders;

    public Bench(BenchConfig config, Progress progress) {
        this.config = config;
        this.progress = progress;
    }

    public Scale scale() {
        return config.scale();
    }

    public Progress progress() {
        return progress;
    }

    /// Takes a figure into the report.
    public void report(Figure figure) {
        figures.add(figure);
    }

    /// All figures so far.
    public List<Figure> figures() {
        return List.copyOf(figures);
    }

    /// What a scenario starts: closed by it, and at the latest with everything else.
    Cleanup scope() {
        return cleanup.add(new Cleanup());
    }

    /// The one server; started when first asked for.
    public Postgres postgres() {
        Postgres running = postgres;
        if (running == null) {
            progress.begin("start PostgreSQL", 0);
            running = cleanup.add(Postgres.start());
            postgres = running;
        }
        return running;
    }

    /// Databases with history, made when first asked for.
    Histories histories() {
        return histories;
    }

    /// A broker without sessions.
    MosquittoServer startBroker(Cleanup owner) {
        MosquittoServer broker = owner.add(MosquittoServer.create("trial.conf", BROKER_CHANGES));
        brokerVersion = broker.version();
        return broker;
    }

    /// An ingestor with its default configuration, ready.
    Service startIngestor(Cleanup owner, Database database, MosquittoServer broker) {
        Map<String, String> environment = new TreeMap<>(database.environment(DatabaseRole.INGEST));
        environment.put("MQTT_URL", broker.url());
        environment.put("INGESTOR_ID", "bench");
        return start(owner, "ingestor", config.jvms().ingestor(), environment);
    }

    /// A query service with its default configuration, ready.
    Service startQueryService(Cleanup owner, Database database) {
        return start(owner, "query-service", config.jvms().query(), database.environment(DatabaseRole.QUERY));
    }

    /// A new empty folder.
    Path newFolder() {
        folders++;
        return folder.folder("run-" + folders);
    }

    /// Where the databases and queues lie.
    public Path dataFolder() {
        return folder.path();
    }

    /// `db.jar` with arguments.
    Launch databaseCommand(String... arguments) {
        return Launch.jar("db", newFolder()).arguments(arguments);
    }

    /// The version of the broker that ran last; empty if none did.
    public String brokerVersion() {
        return brokerVersion;
    }

    /// The version of PostgreSQL; empty if it was not needed.
    public String postgresVersion() {
        Postgres running = postgres;
        return running == null ? "" : running.version();
    }

    /// Whether [#close] was called.
    public boolean isClosed() {
        return cleanup.isClosed();
    }

    @Override
    public void close() {
        Postgres running = postgres;
        if (running != null) {
            running.endSoon();
        }
        cleanup.close();
    }

    private Service start(Cleanup owner, String module, List<String> options, Map<String, String> environment) {
        Launch launch = Launch.jar(module, newFolder())
                .jvm(options.toArray(String[]::new))
                .with(environment);
        return owner.add(Service.start(launch));
    }
}
