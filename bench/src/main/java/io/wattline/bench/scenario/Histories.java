package io.wattline.bench.scenario;

import io.wattline.bench.load.HistoryLoad;
import io.wattline.bench.load.HistoryUpkeep;
import io.wattline.bench.stack.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/// Databases with history up to now, each loaded once a run and dropped with the server. One thread.
final class Histories {

    private final Bench bench;
    private final Map<Integer, Database> byDays = new HashMap<>();

    Histories(Bench bench) {
        this.bench = bench;
    }

    /// The pairs of [io.wattline.bench.plan.Scale.History] with a reading a minute over so many days.
    Database ofDays(int days) {
        Database known = byDays.get(days);
        if (known != null) {
            return known;
        }
        Instant end = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        HistoryLoad load = new HistoryLoad(
                bench.scale().history().pairs(), Duration.ofMinutes(1), end.minus(Duration.ofDays(days)), end);
        Database database = load("bench_history_" + days, load);
        byDays.put(days, database);
        return database;
    }

    /// The whole fleet over the last 25 hours.
    Database ofFleet() {
        Instant end = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        return load(
                "bench_fleet",
                new HistoryLoad(10_000, bench.scale().history().fleetInterval(), end.minus(Duration.ofHours(25)), end));
    }

    private Database load(String name, HistoryLoad load) {
        Database database = bench.postgres().create(name);
        bench.progress().begin("load history into " + name, load.readings());
        load.into(database, bench.progress()::at);
        long hours = Duration.between(load.from(), load.to()).toHours();
        bench.progress().begin("rollups and vacuum of " + name, hours);
        HistoryUpkeep.of(
                database,
                load.from(),
                hour -> bench.progress().at(Duration.between(load.from(), hour).toHours()));
        return database;
    }
}
