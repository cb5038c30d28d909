package io.wattline.bench.scenario;

import io.wattline.bench.load.HttpLoad;
import io.wattline.bench.measure.Latencies;
import io.wattline.bench.plan.Scale.History;
import io.wattline.bench.report.Figure;
import io.wattline.bench.report.Unit;
import io.wattline.bench.scenario.LiveLoad.Measured;
import io.wattline.bench.stack.BenchException;
import io.wattline.bench.stack.Cleanup;
import io.wattline.bench.stack.Database;
import io.wattline.bench.stack.Service;
import io.wattline.servers.MosquittoServer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// 1,000 readings a second come in while 20 clients each ask five times a second for a vehicle's last 24 hours.
final class MixedScenario implements Scenario {

    private static final int RATE = 1_000;
    private static final int CLIENTS = 20;
    private static final Duration INTERVAL = Duration.ofMillis(200);

    @Override
    public void run(Bench bench) {
        History history = bench.scale().history();
        Duration duration = bench.scale().pipeline().live();
        Database database = bench.histories().ofDays(history.days());
        try (Cleanup own = bench.scope()) {
            MosquittoServer broker = bench.startBroker(own);
            LiveLoad load = new LiveLoad(broker, database, bench.startIngestor(own, database, broker));
            Service service = bench.startQueryService(own, database);
            HttpLoad queries = own.add(new PerformanceQueries(service, history.pairs()).lastDay());
            bench.progress().begin("mixed: warm-up", 0);
            queries.inTurn(history.requests() / 2);
            run(load, queries, bench.scale().pipeline().warmUp());
            bench.progress().begin("mixed: 1,000 readings a second and 20 query clients", 0);
            report(bench, run(load, queries, duration));
        }
    }

    private record Both(Measured live, Latencies queries) {}

    private static Both run(LiveLoad load, HttpLoad queries, Duration duration) {
        try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
            Future<Latencies> asked = beside.submit(() -> queries.clients(CLIENTS, INTERVAL, duration));
            Measured live = load.run(RATE, duration);
            return new Both(live, asked.get());
        } catch (ExecutionException e) {
            throw new BenchException("the queries failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    private static void report(Bench bench, Both both) {
        Latencies queries = both.queries();
        bench.report(Figure.of(
                        "mixed.performance.p99",
                        "performance, 24 h, under 1,000 /s of ingest, p99",
                        queries.millisAt(99),
                        Unit.MILLIS)
                .noting("%s of %d, 100 a second".formatted(queries, queries.count())));
        Measured live = both.live();
        bench.report(Figure.of(
                        "mixed.live.p99",
                        "live at 1,000 /s under queries: send to commit, p99",
                        live.latencies().millisAt(99),
                        Unit.MILLIS)
                .noting("%s; lost %d; %s".formatted(live.latencies(), live.lost(), Notes.cpu(live.perMillion()))));
    }
}
