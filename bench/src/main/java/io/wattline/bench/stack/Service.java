package io.wattline.bench.stack;

import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.FreePort;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.Signal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// An ingestor or a query service: its built jar as a process that is ready.
public final class Service implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);
    private static final Duration END_LIMIT = Duration.ofMinutes(1);
    private static final int TOLD_LINES = 15;
    private static final long LOOK_NANOS = 5_000_000;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final ChildProcess process;
    private final URI url;
    private final Duration startToReady;

    private Service(ChildProcess process, URI url, Duration startToReady) {
        this.process = process;
        this.url = url;
        this.startToReady = startToReady;
    }

    /// Starts it and waits until `/health/ready` says 200.
    ///
    /// @param launch without the port
    public static Service start(Launch launch) {
        int port = FreePort.next();
        URI url = URI.create("http://127.0.0.1:" + port);
        long begin = System.nanoTime();
        ChildProcess process = ChildProcess.start(launch.with(Map.of("HTTP_PORT", Integer.toString(port))));
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
            throw failure(process, "answered " + path + " with " + response.statusCode() + ": " + response.body());
        } catch (IOException e) {
            throw failure(process, "does not answer " + path + " (" + e.getMessage() + ")");
        }
    }

    /// SIGTERM, and waits for the orderly end.
    public void terminate() {
        process.signal(Signal.TERM);
        process.exitCode(END_LIMIT);
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return process.name();
    }

    private static void awaitReady(ChildProcess process, URI url, long begin) {
        URI ready = url.resolve("/health/ready");
        while (!isReady(ready)) {
            if (!process.isAlive()) {
                throw failure(process, "ended before it was ready");
            }
            if (System.nanoTime() - begin > READY_LIMIT.toNanos()) {
                throw failure(process, "was not ready within " + READY_LIMIT);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static BenchException failure(ChildProcess process, String what) {
        return new BenchException(process.name() + ' ' + what + "; it printed:\n"
                + process.output().newestLines(TOLD_LINES));
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
