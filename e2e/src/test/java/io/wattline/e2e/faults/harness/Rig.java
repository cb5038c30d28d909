package io.wattline.e2e.faults.harness;

import io.wattline.e2e.stack.Stack;
import io.wattline.e2e.stack.WattlineDatabase;
import io.wattline.servers.EmbeddedPostgres;
import io.wattline.servers.MosquittoServer;
import io.wattline.servers.PostgresServer;
import io.wattline.servers.network.TcpProxy;
import io.wattline.servers.process.Closing;
import io.wattline.servers.process.TemporaryFolder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/// A database, a broker, a fleet of ingestors and a link for devices: everything that a fault can be done to. The tests
/// of the suite share one, since each run of the oracle looks at its own readings only.
public final class Rig implements AutoCloseable {

    private static final int MOST_INGESTORS = 4;
    /// The broker counts what it drops, and says so every second.
    private static final String COUNT_OFTEN = "sys_interval 1";

    private final EmbeddedPostgres postgres;
    private final MosquittoServer broker;
    private final boolean ownsPostgres;
    private final Stack stack;
    private final Fleet fleet;
    private final TcpProxy devices;
    private final TemporaryFolder folder = TemporaryFolder.create("faults");

    private Rig(EmbeddedPostgres postgres, boolean ownsPostgres, MosquittoServer broker) {
        this(postgres, ownsPostgres, broker, Stack.on(postgres, broker));
    }

    private Rig(EmbeddedPostgres postgres, boolean ownsPostgres, MosquittoServer broker, Stack stack) {
        this.postgres = postgres;
        this.ownsPostgres = ownsPostgres;
        this.broker = broker;
        this.stack = stack;
        this.fleet = new Fleet(stack, postgres.port(), MOST_INGESTORS);
        this.devices = TcpProxy.to(broker.port());
    }

    static Rig create() {
        MosquittoServer broker = MosquittoServer.create("trial.conf", List.of(COUNT_OFTEN));
        return new Rig(
                PostgresServer.createEmbedded(Map.of("deadlock_timeout", "1s", "wal_writer_delay", "10s")),
                true,
                broker);
    }

    /// A rig on a server that the caller owns.
    public static Rig on(EmbeddedPostgres server) {
        return new Rig(server, false, MosquittoServer.create("trial.conf", List.of(COUNT_OFTEN)));
    }

    /// Another rig on the same PostgreSQL, with a database, a fleet and a broker of its own that has these lines of
    /// configuration besides. The caller closes it.
    public Rig withBroker(String... lines) {
        var all = new ArrayList<>(List.of(lines));
        all.add(COUNT_OFTEN);
        return new Rig(postgres, false, MosquittoServer.create("trial.conf", all));
    }

    /// Another rig on the same database, with a fleet and a broker of its own. Its ingestors must be given a share
    /// group of their own. The caller closes it.
    public Rig beside() {
        MosquittoServer another = MosquittoServer.create("trial.conf", List.of(COUNT_OFTEN));
        another.start();
        return new Rig(postgres, false, another, Stack.on(database(), another));
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    public MosquittoServer broker() {
        return broker;
    }

    public WattlineDatabase database() {
        return stack.database();
    }

    public Stack stack() {
        return stack;
    }

    public Fleet fleet() {
        return fleet;
    }

    /// The devices' link to the broker.
    public TcpProxy devices() {
        return devices;
    }

    TemporaryFolder folder() {
        return folder;
    }

    /// SQL as the superuser, a new connection a statement.
    public JdbcTemplate sql() {
        return database().sql();
    }

    /// A connection of the superuser, for locks; the caller closes it.
    public Connection connect() throws SQLException {
        return postgres.connect(database().url());
    }

    /// Starts a run on `ingestors` ingestors with the usual load.
    public Run begin(int ingestors) {
        return begin(ingestors, Map.of(), LoadPlan.usual());
    }

    /// Starts a run on `ingestors` ingestors with these settings and this load; returns once readings are being stored.
    public Run begin(int ingestors, Map<String, String> settings, LoadPlan load) {
        mend();
        fleet.require(ingestors, settings);
        return Run.begin(this, load);
    }

    /// Brings back what a test that failed left broken.
    private void mend() {
        devices.pass();
        postgres.start();
        broker.start();
    }

    @Override
    public void close() {
        var all = new ArrayList<AutoCloseable>(List.of(fleet, devices, stack, broker));
        if (ownsPostgres) {
            all.add(postgres);
        }
        all.add(folder);
        Closing.all(all);
    }
}
