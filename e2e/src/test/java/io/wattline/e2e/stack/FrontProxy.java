package io.wattline.e2e.stack;

import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.FreePort;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.Programs;
import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The `nginx` or the `haproxy` of this machine on a free loopback port, in front of a service.
public final class FrontProxy implements AutoCloseable {

    private final TemporaryFolder folder;
    private final ChildProcess process;
    private final int port;

    private FrontProxy(TemporaryFolder folder, ChildProcess process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /// nginx with these lines in its `server` block.
    ///
    /// @throws RuntimeException that of `Requirement` if nginx is not installed
    public static FrontProxy nginx(String locations) {
        Path program = Programs.required("nginx");
        TemporaryFolder folder = TemporaryFolder.create("nginx");
        int port = FreePort.next();
        Path file = write(folder, """
                daemon off;
                # One process: a worker of root's would be another user, who may not write into the folder.
                master_process off;
                pid nginx.pid;
                error_log stderr notice;
                events {}
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  server {
                    listen 127.0.0.1:%d;
                    %s
                  }
                }
                """.formatted(port, locations));
        String prefix = folder.path() + "/";
        return start(folder, port, program, "-p", prefix, "-e", "stderr", "-c", file.toString());
    }

    /// HAProxy with these lines in its only backend. Its log tells the outcome of every check.
    ///
    /// @throws RuntimeException that of `Requirement` if HAProxy is not installed
    public static FrontProxy haproxy(String backend) {
        Path program = Programs.required("haproxy");
        TemporaryFolder folder = TemporaryFolder.create("haproxy");
        int port = FreePort.next();
        Path file = write(folder, """
                global
                  log stdout format raw local0
                defaults
                  mode http
                  log global
                  option log-health-checks
                  timeout connect 5s
                  timeout client 20s
                  timeout server 20s
                  timeout check 20s
                frontend front
                  bind 127.0.0.1:%d
                  default_backend services
                backend services
                %s
                """.formatted(port, backend.indent(2)));
        return start(folder, port, program, "-db", "-f", file.toString());
    }

    private static FrontProxy start(TemporaryFolder folder, int port, Path program, String... arguments) {
        String name = program.getFileName().toString();
        Launch launch = Launch.program(name, folder.path(), program.toString()).arguments(arguments);
        return new FrontProxy(folder, ChildProcess.start(launch), port);
    }

    private static Path write(TemporaryFolder folder, String configuration) {
        try {
            return Files.writeString(folder.path().resolve("proxy.conf"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A request that takes its way through the proxy.
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    /// Waits until its output has such a line.
    public void awaitLine(String regex) {
        process.awaitLine(regex, Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        try (folder) {
            process.close();
        }
    }
}
