package io.wattline.bench.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/// An ingestor or a query service: its built jar as a process that is ready.
public final class Service implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);
    private static final long LOOK_NANOS = 5_000_000;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final Child process;
    private final URI url;
    private final Duration startToReady;

    private Service(Child process, URI url, Duration startToReady) {
        this.process = process;
        this.url = url;
        this.startToReady = startToReady;
    }

    /// What to start.
    ///
    /// @param module `ingestor` or `query-service`
    /// @param command the whole command line
    /// @param environment without the port
    public record Launch(String module, List<String> command, Map<String, String> environment) {
        public Launch {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /// Starts it and waits until `/health/ready` says 200.
    public static Service start(Launch launch, Path folder) {
        int port = FreePort.next();
        Map<String, String> environment = new TreeMap<>(launch.environment());
        environment.put("HTTP_PORT", Integer.toString(port));
        URI url = URI.create("http://127.0.0.1:" + port);
        long begin = System.nanoTime();
        Child process = Child.start(launch.module(), folder, launch.command(), environment);
        try {
            awaitReady(process, url, begin);
            return new Service(process, url, Duration.ofNanos(System.nanoTime() - begin));
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /// From the start of the process to its being ready.
    public Duration startToReady() {
        return startToReady;
    }

    public long pid() {
        return process.pid();
    }

    public URI url() {
        return url;
    }

    /// The body of an answer.
    ///
    /// @throws BenchException if it is not 200
    public String get(String path) {
        try {
            HttpResponse<String> response = send(url.resolve(path));
            if (response.statusCode() == 200) {
                return response.body();
            }
            throw process.failure("answered " + path + " with " + response.statusCode() + ": " + response.body());
        } catch (IOException e) {
            throw process.failure("does not answer " + path + " (" + e.getMessage() + ")");
        }
    }

    /// SIGTERM, and waits for the orderly end.
    public void terminate() {
        process.terminate();
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return process.toString();
    }

    private static void awaitReady(Child process, URI url, long begin) {
        URI ready = url.resolve("/health/ready");
        while (!isReady(ready)) {
            if (!process.isAlive()) {
                throw process.failure("ended before it was ready");
            }
            if (System.nanoTime() - begin > READY_LIMIT.toNanos()) {
                throw process.failure("was not ready within " + READY_LIMIT);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static boolean isReady(URI ready) {
        try {
            return send(ready).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private static HttpResponse<String> send(URI target) throws IOException {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(target).timeout(REQUEST_LIMIT).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
