package io.wattline.e2e.stack;

import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.FreePort;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.Programs;
import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The real PgBouncer in transaction mode, configured as `docs/configuration.md` says.
public final class PgBouncer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final TemporaryFolder folder = TemporaryFolder.create("pgbouncer");
    private final int port = FreePort.next();
    private final ChildProcess process;

    /// In front of the server on that port, for these roles by their passwords.
    public PgBouncer(int serverPort, Map<String, String> passwords) {
        Path program = Programs.required("pgbouncer");
        try {
            StringBuilder users = new StringBuilder();
            passwords.forEach((role, password) -> users.append("\"%s\" \"%s\"%n".formatted(role, password)));
            Files.writeString(folder.path().resolve("users"), users);
            Path file = Files.writeString(folder.path().resolve("pgbouncer.ini"), """
                    [databases]
                    * = host=127.0.0.1 port=%d
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = scram-sha-256
                    auth_file = %s
                    pool_mode = transaction
                    ignore_startup_parameters = options,extra_float_digits
                    """.formatted(
                            serverPort, port, folder.path().resolve("users")));
            process = ChildProcess.start(Launch.program("pgbouncer", folder.path(), command(program, file)));
            process.awaitLine("process up", LIMIT);
        } catch (IOException e) {
            folder.close();
            throw new UncheckedIOException(e);
        }
    }

    private String[] command(Path program, Path file) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        if ("root".equals(System.getProperty("user.name"))) {
            // It refuses to be root.
            Programs.run(folder.path(), "chown", "-R", "nobody", folder.path().toString());
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(file.toString());
        return command.toArray(String[]::new);
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
        folder.close();
    }
}
