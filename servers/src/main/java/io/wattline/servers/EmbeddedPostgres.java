package io.wattline.servers;

import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.FreePort;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.ProcessOutput;
import io.wattline.servers.process.Programs;
import io.wattline.servers.process.Signal;
import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// PostgreSQL 18 as a child process from the unpacked embedded binaries: stopped, killed, frozen and started again on
/// the same port and data directory.
///
/// Methods are called from one thread at a time.
public final class EmbeddedPostgres implements PostgresServer {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String READY = "database system is ready to accept (read-only )?connections";

    private final TemporaryFolder folder = TemporaryFolder.create("postgres");
    private final Path data = folder.path().resolve("data");
    private final String password;
    private final int port = FreePort.next();
    private final Unprivileged user = Unprivileged.owning(folder.path());
    private final Path binaries;
    private final PostgresPlan plan;
    private @Nullable ChildProcess postmaster;

    private EmbeddedPostgres(Path binaries, PostgresPlan plan, String password) {
        this.binaries = binaries;
        this.plan = plan;
        this.password = password;
    }

    static EmbeddedPostgres create(PostgresPlan plan) {
        EmbeddedPostgres server = new EmbeddedPostgres(
                PostgresBinaries.unpacked(), plan, UUID.randomUUID().toString());
        try {
            server.initialise();
            server.start();
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String password() {
        return password;
    }

    public Path dataDirectory() {
        return data;
    }

    /// The process id of the running postmaster.
    public long pid() {
        return running().pid();
    }

    /// What the server that runs now, or ran last, logged.
    public ProcessOutput log() {
        ChildProcess last = postmaster;
        if (last == null) {
            throw new IllegalStateException("the server was never started");
        }
        return last.output();
    }

    /// Starts the server on its data and returns once it accepts connections, after crash recovery where one is due.
    /// Does nothing if it runs.
    public void start() {
        start(Map.of());
    }

    /// The same with other settings for this run only.
    public void start(Map<String, String> changed) {
        if (postmaster != null && postmaster.isAlive()) {
            return;
        }
        Map<String, String> all = new TreeMap<>(plan.settings());
        all.putAll(changed);
        postmaster = ChildProcess.start(launch("postgres", arguments(all)));
        postmaster.awaitLine(READY, TIMEOUT);
    }

    /// Fast shutdown: open transactions are rolled back, everything committed is written, clients are disconnected.
    public void stop() {
        if (postmaster != null && postmaster.isAlive()) {
            postmaster.signal(Signal.INT);
            postmaster.exitCode(TIMEOUT);
        }
    }

    /// `kill -9` of the postmaster and all its backends, so that nothing is written any more and the next start has
    /// to recover from the log. Returns when all are gone.
    public void kill() {
        ChildProcess child = running();
        // A frozen postmaster forks no backend that the kill would miss.
        child.signal(Signal.STOP);
        child.close();
    }

    /// A standby of this server, which must be stopped: a copy of its data on a port of its own, not started yet. Once
    /// both
    /// run, it follows; the caller closes it.
    ///
    /// @param name by which this server's `synchronous_standby_names` may call it
    public EmbeddedPostgres standby(String name) {
        if (postmaster != null && postmaster.isAlive()) {
            throw new IllegalStateException("the data of a running server cannot be copied: call stop() first");
        }
        var standby = new EmbeddedPostgres(binaries, plan, password);
        try {
            Programs.run(folder.path(), "cp", "-a", data.toString(), standby.data.toString());
            standby.user.own(Files.createFile(standby.data.resolve("standby.signal")));
            // In the file, because what is an argument shows in the list of processes.
            standby.user.own(Files.writeString(
                    standby.data.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s application_name=%s'%n"
                            .formatted(port, username(), password, name)));
            return standby;
        } catch (IOException | RuntimeException e) {
            standby.close();
            throw new IllegalStateException("cannot make a standby", e);
        }
    }

    /// Makes a standby take over: returns once it takes writes.
    public void promote() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_promote(true, " + TIMEOUT.toSeconds() + ")");
        }
    }

    /// Freezes the postmaster and every backend: connections stay open, nothing answers, connecting hangs.
    public void freeze() {
        ProcessHandle handle = running().handle();
        Signal.STOP.sendTo(handle.pid());
        handle.descendants().forEach(backend -> Signal.STOP.sendTo(backend.pid()));
    }

    /// Wakes what [#freeze] stopped.
    public void thaw() {
        ProcessHandle handle = running().handle();
        handle.descendants().forEach(backend -> Signal.CONT.sendTo(backend.pid()));
        Signal.CONT.sendTo(handle.pid());
    }

    @Override
    public void close() {
        if (postmaster != null) {
            postmaster.close();
        }
        folder.close();
    }

    /// Copies a file into the data directory, readable by the server alone.
    public void install(Path file) {
        try {
            Path copy = Files.copy(file, data.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
            user.own(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ChildProcess running() {
        if (postmaster == null || !postmaster.isAlive()) {
            throw new IllegalStateException("the server is down: call start() first");
        }
        return postmaster;
    }

    private void initialise() {
        try {
            Path secret = Files.writeString(folder.path().resolve("superuser-password"), password);
            user.own(secret);
            List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-U", username()));
            arguments.addAll(List.of("--auth=scram-sha-256", "--pwfile=" + secret));
            // Written out by the operating system in its own time: no test cuts the power between this and its start.
            arguments.addAll(List.of("--encoding=UTF8", "--no-locale", "--no-sync"));
            ChildProcess.run(launch("initdb", arguments), TIMEOUT);
            Files.delete(secret);
            if (!plan.access().isEmpty()) {
                Files.write(data.resolve("pg_hba.conf"), plan.access());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> arguments(Map<String, String> changed) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "listen_addresses", "127.0.0.1",
                "port", Integer.toString(port),
                "unix_socket_directories", "",
                "fsync", "on",
                "full_page_writes", "on",
                "synchronous_commit", "on",
                "log_line_prefix", "%m [%p] "));
        all.putAll(changed);
        Stream<String> options =
                all.entrySet().stream().flatMap(entry -> Stream.of("-c", entry.getKey() + "=" + entry.getValue()));
        return Stream.concat(Stream.of("-D", data.toString()), options).toList();
    }

    private Launch launch(String program, List<String> arguments) {
        String executable = binaries.resolve("bin").resolve(program).toString();
        return Launch.program(program, folder.path(), user.command(executable, arguments))
                .onTheClockOfTheTest()
                .detached();
    }
}
