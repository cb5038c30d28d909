package io.wattline.bench.load;

import io.wattline.bench.measure.Latencies;
import io.wattline.bench.stack.BenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/// Asks a query service over connections that are kept alive. Every answer must be 200.
public final class HttpLoad implements AutoCloseable {

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final IntFunction<URI> targets;

    /// @param targets the n-th thing to ask for
    public HttpLoad(IntFunction<URI> targets) {
        this.targets = targets;
    }

    /// One request after the other.
    public Latencies inTurn(int requests) {
        Latencies latencies = new Latencies();
        for (int n = 0; n < requests; n++) {
            long begin = System.nanoTime();
            ask(n);
            latencies.recordMicros((System.nanoTime() - begin) / 1_000);
        }
        return latencies;
    }

    /// Clients that each ask at an even rate, all of them spread over the interval; measured from the moment at
    /// which each request was meant to leave, so that a slow answer counts against those that had to wait behind
    /// it.
    ///
    /// @param interval between two requests of one client
    public Latencies clients(int clients, Duration interval, Duration duration) {
        long begin = System.nanoTime();
        int requests = Math.toIntExact(duration.dividedBy(interval));
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<Latencies>> all = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int first = client;
                long offset = interval.toNanos() * client / clients;
                all.add(threads.submit(() -> client(begin + offset, interval, requests, first * requests)));
            }
            Latencies latencies = new Latencies();
            for (Future<Latencies> one : all) {
                latencies.add(one.get());
            }
            return latencies;
        } catch (ExecutionException e) {
            throw new BenchException("a query client failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    private Latencies client(long begin, Duration interval, int requests, int first) {
        Latencies latencies = new Latencies();
        for (int n = 0; n < requests; n++) {
            long intended = begin + n * interval.toNanos();
            for (long ahead = intended - System.nanoTime(); ahead > 0; ahead = intended - System.nanoTime()) {
                LockSupport.parkNanos(ahead);
            }
            ask(first + n);
            latencies.recordMicros((System.nanoTime() - intended) / 1_000);
        }
        return latencies;
    }

    private void ask(int n) {
        URI target = targets.apply(n);
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(target).timeout(REQUEST_LIMIT).build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new BenchException(target + " was answered with " + response.statusCode());
            }
        } catch (IOException e) {
            throw new BenchException(target + " was not answered: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
