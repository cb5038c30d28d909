package io.wattline.bench.scenario;

import io.wattline.bench.report.Figure;
import io.wattline.bench.report.Unit;
import io.wattline.bench.stack.Cleanup;
import io.wattline.bench.stack.Database;
import io.wattline.bench.stack.Service;
import io.wattline.servers.MosquittoServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// From the start of a service's process to `/health/ready` saying 200; the median of some starts.
final class StartScenario implements Scenario {

    @Override
    public void run(Bench bench) {
        try (Cleanup own = bench.scope()) {
            Database database = own.add(bench.postgres().create("bench_start"));
            MosquittoServer broker = bench.startBroker(own);
            time(bench, "ingestor", scope -> bench.startIngestor(scope, database, broker));
            time(bench, "query-service", scope -> bench.startQueryService(scope, database));
        }
    }

    private static void time(Bench bench, String service, Function<Cleanup, Service> start) {
        int starts = bench.scale().starts();
        bench.progress().begin("start the " + service, starts);
        List<Double> seconds = new ArrayList<>();
        for (int n = 1; n <= starts; n++) {
            try (Cleanup scope = bench.scope()) {
                seconds.add(start.apply(scope).startToReady().toMillis() / 1e3);
            }
            bench.progress().at(n);
        }
        double median = seconds.stream().sorted().toList().get(starts / 2);
        bench.report(Figure.of("start." + service, service + ": start to ready", median, Unit.SECONDS)
                .noting("all: " + seconds));
    }
}
