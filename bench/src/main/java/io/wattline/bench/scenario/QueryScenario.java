package io.wattline.bench.scenario;

import io.wattline.bench.load.HttpLoad;
import io.wattline.bench.measure.DiskUse;
import io.wattline.bench.measure.Latencies;
import io.wattline.bench.measure.Processes;
import io.wattline.bench.plan.Scale.History;
import io.wattline.bench.report.Figure;
import io.wattline.bench.report.Unit;
import io.wattline.bench.stack.Cleanup;
import io.wattline.bench.stack.Database;
import io.wattline.bench.stack.Service;
import io.wattline.db.DatabaseRole;
import io.wattline.servers.process.ChildProcess;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// An idle machine with history: one vehicle's last 24 hours, on one day of history and on many; the fleet's
/// ranking; the newest reading; and what compaction makes of a day on disk.
final class QueryScenario implements Scenario {

    private static final int ROUNDS = 4;
    private static final Duration COMPACT_LIMIT = Duration.ofMinutes(2);

    @Override
    public void run(Bench bench) {
        perVehicle(bench);
        fleet(bench);
        compact(bench);
    }

    private static void perVehicle(Bench bench) {
        History scale = bench.scale().history();
        Database oneDay = bench.histories().ofDays(1);
        Database manyDays = bench.histories().ofDays(scale.days());
        try (Cleanup own = bench.scope()) {
            Service little = bench.startQueryService(own, oneDay);
            Service much = bench.startQueryService(own, manyDays);
            HttpLoad askLittle = own.add(new PerformanceQueries(little, scale.pairs()).lastDay());
            HttpLoad askMuch = own.add(new PerformanceQueries(much, scale.pairs()).lastDay());
            reportGrowth(bench, askLittle, askMuch);
            HttpLoad live = own.add(new PerformanceQueries(much, scale.pairs()).live());
            live.inTurn(scale.requests() / 2);
            report(bench, "query.live", "newest reading of a vehicle", live.inTurn(scale.requests()));
            double peak = Processes.peakResidentBytes(much.pid()) / 1048576.0;
            bench.report(Figure.of("query.memory", "query service: peak memory", peak, Unit.MEBIBYTES));
        }
    }

    /// In turns, so that whatever disturbs the machine disturbs both.
    private static void reportGrowth(Bench bench, HttpLoad little, HttpLoad much) {
        int requests = bench.scale().history().requests();
        bench.progress().begin("query: performance of the last 24 hours", ROUNDS);
        little.inTurn(requests / 2);
        much.inTurn(requests / 2);
        Latencies onLittle = new Latencies();
        Latencies onMuch = new Latencies();
        for (int round = 1; round <= ROUNDS; round++) {
            onLittle.add(little.inTurn(requests / ROUNDS));
            onMuch.add(much.inTurn(requests / ROUNDS));
            bench.progress().at(round);
        }
        int days = bench.scale().history().days();
        report(bench, "query.performance", "performance, 24 h, idle, %d days of history".formatted(days), onMuch);
        report(bench, "query.performance-1-day", "the same on 1 day of history", onLittle);
        bench.report(Figure.of(
                        "query.performance.growth",
                        "performance p99: %d days of history against 1".formatted(days),
                        onMuch.millisAt(99) / onLittle.millisAt(99),
                        Unit.TIMES)
                .noting("p50: %.2f ×".formatted(onMuch.millisAt(50) / onLittle.millisAt(50))));
    }

    private static void fleet(Bench bench) {
        History scale = bench.scale().history();
        try (Cleanup own = bench.scope()) {
            Database database = own.add(bench.histories().ofFleet());
            Service service = bench.startQueryService(own, database);
            HttpLoad ranking = own.add(new PerformanceQueries(service, scale.pairs()).ranking());
            bench.progress().begin("query: ranking of 10,000 vehicles", 0);
            ranking.inTurn(scale.rankings() / 3);
            report(bench, "query.fleet", "ranking of 10,000 vehicles over 24 h", ranking.inTurn(scale.rankings()));
        }
    }

    private static void report(Bench bench, String id, String what, Latencies latencies) {
        bench.report(Figure.of(id + ".p99", what + ", p99", latencies.millisAt(99), Unit.MILLIS)
                .noting(latencies + " of " + latencies.count()));
    }

    private static void compact(Bench bench) {
        Database database = bench.histories().ofDays(bench.scale().history().days());
        LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
        String suffix = yesterday.format(DateTimeFormatter.ofPattern("_yyyy_MM_dd"));
        bench.progress().begin("query: compact a day", 0);
        DiskUse before = DiskUse.of(database, suffix);
        ChildProcess.run(
                bench.databaseCommand("compact", "--day", yesterday.toString())
                        .with(database.environment(DatabaseRole.OWNER)),
                COMPACT_LIMIT);
        DiskUse after = DiskUse.of(database, suffix);
        bench.report(Figure.of(
                        "compact.bytes",
                        "bytes on disk a reading, a closed day, compacted",
                        after.bytesPerReading(),
                        Unit.BYTES)
                .noting("%s; before: %s".formatted(after.split(), before.split())));
    }
}
