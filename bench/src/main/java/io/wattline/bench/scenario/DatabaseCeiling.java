package io.wattline.bench.scenario;

import io.wattline.bench.load.Days;
import io.wattline.bench.load.RowBatches;
import io.wattline.bench.measure.Processes;
import io.wattline.bench.report.Figure;
import io.wattline.bench.report.Unit;
import io.wattline.bench.stack.BenchException;
import io.wattline.bench.stack.Cleanup;
import io.wattline.bench.stack.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How many readings a second the database takes from two connections, as many as the ingestor has writers, into
/// the two history tables alone: no live state, no broker, no JSON.
///
/// @param bestRate the fastest way of inserting what may be there already
record DatabaseCeiling(double bestRate) {

    private static final int CONNECTIONS = 2;

    private interface Way {
        void write(RowBatches rows, Connection connection) throws SQLException;
    }

    static DatabaseCeiling measure(Bench bench) {
        try (Cleanup own = bench.scope()) {
            Database database = own.add(bench.postgres().create("bench_ceiling"));
            int rows = bench.scale().pipeline().ceilingRows();
            Instant start = Instant.now().minus(Drain.SPAN);
            ensureDays(database, start);
            List<RowBatches> parts = RowBatches.of(rows, CONNECTIONS, start, Drain.SPAN);
            time(bench, database, parts, "COPY, 5,000 a batch", (part, to) -> part.copy(to, 5_000));
            double small = time(bench, database, parts, "unnest, 1,000 a batch", (part, to) -> part.insert(to, 1_000));
            double large = time(bench, database, parts, "unnest, 5,000 a batch", (part, to) -> part.insert(to, 5_000));
            return new DatabaseCeiling(Math.max(small, large));
        }
    }

    private static void ensureDays(Database database, Instant start) {
        try (Connection connection = database.connect()) {
            Days.ensure(connection, start, start.plus(Drain.SPAN));
        } catch (SQLException e) {
            throw new BenchException("no partitions could be made: " + e.getMessage(), e);
        }
    }

    private static double time(Bench bench, Database database, List<RowBatches> parts, String how, Way way) {
        int rows = bench.scale().pipeline().ceilingRows();
        bench.progress().begin("ceiling: database alone, " + how, 0);
        database.execute("TRUNCATE meter_history, vehicle_history");
        database.checkpoint();
        double cpuBefore = Processes.cpuSeconds(database.server().pid());
        long begin = System.nanoTime();
        write(database, parts, way);
        double rate = rows / ((System.nanoTime() - begin) / 1e9);
        double cpu = Processes.cpuSeconds(database.server().pid()) - cpuBefore;
        String id = "ceiling.database." + how.replaceAll("[^A-Za-z0-9]+", "-");
        bench.report(Figure.of(id, "ceiling: database alone, " + how, rate, Unit.PER_SECOND)
                .noting("%d connections; CPU s per million: database %.1f".formatted(CONNECTIONS, cpu * 1e6 / rows)));
        return rate;
    }

    private static void write(Database database, List<RowBatches> parts, Way way) {
        try (ExecutorService threads = Executors.newFixedThreadPool(parts.size())) {
            List<Future<?>> running = new ArrayList<>();
            for (RowBatches part : parts) {
                running.add(threads.submit(() -> {
                    try (Connection connection = database.connect()) {
                        way.write(part, connection);
                    }
                    return true;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new BenchException("the database did not take the rows: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
