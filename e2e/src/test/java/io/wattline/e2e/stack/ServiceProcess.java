package io.wattline.e2e.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.Signal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// An ingestor or a query service as a child JVM, and its HTTP side. No answer of it, whatever it is to, may show
/// a secret that it was given.
public final class ServiceProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(40);
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChildProcess process;
    private final int port;

    private ServiceProcess(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts a service whose log says where it listens.
    public static ServiceProcess start(Launch launch) {
        ChildProcess process = ChildProcess.start(launch);
        int port = Integer.parseInt(process.awaitLine("HttpServer listening .*port=([0-9]+) observePort", START_LIMIT)
                .group(1));
        return new ServiceProcess(process, port);
    }

    /// An answer.
    public record Answer(int status, String contentType, String body) {
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }
    }

    public Answer get(String path) {
        return send(request(path).GET().build());
    }

    public Answer put(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    public Answer post(String path, String contentType, String body) {
        return send(request(path)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE().build());
    }

    public Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            process.requireNoSecretIn(
                    "the answer to " + request.uri(), response.headers().map() + response.body());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            return new Answer(0, "", "no answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    public boolean isReady() {
        return get("/health/ready").status() == 200;
    }

    public boolean isLive() {
        return get("/health/live").status() == 200;
    }

    /// The metrics now.
    public Scrape metrics() {
        return Scrape.of(get("/metrics").body());
    }

    public int port() {
        return port;
    }

    public ChildProcess process() {
        return process;
    }

    /// SIGKILL, and waits for the end.
    public void kill() {
        process.signal(Signal.KILL);
        process.exitCode(Duration.ofSeconds(10));
    }

    /// SIGTERM, and waits for the end; the exit code.
    public int terminate() {
        lookAtMetrics();
        process.signal(Signal.TERM);
        return process.exitCode(Duration.ofSeconds(30));
    }

    /// At the end, when every error that a test makes has been counted.
    private void lookAtMetrics() {
        if (process.isAlive()) {
            send(request("/metrics").timeout(LAST_LOOK).GET().build());
            process.requireSecretsKept();
        }
    }

    @Override
    public void close() {
        try (process) {
            lookAtMetrics();
        }
    }
}
