package io.wattline.bench.scenario;

import io.wattline.bench.measure.DiskUse;
import io.wattline.bench.plan.Scale.Pipeline;
import io.wattline.bench.report.Figure;
import io.wattline.bench.report.Unit;
import io.wattline.bench.scenario.LiveLoad.Measured;
import io.wattline.bench.stack.Cleanup;
import io.wattline.bench.stack.Database;
import io.wattline.servers.MosquittoServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Even rates, each held for a while, and the highest rate that can be held.
final class LiveScenario implements Scenario {

    private static final List<Integer> RATES = List.of(333, 1_000, 5_000, 10_000);
    private static final List<Integer> LADDER = List.of(12_500, 15_000, 17_500, 20_000, 25_000, 30_000, 40_000);
    private static final int WARM_UP_RATE = 5_000;

    @Override
    public void run(Bench bench) {
        Pipeline scale = bench.scale().pipeline();
        try (Cleanup own = bench.scope()) {
            Database database = own.add(bench.postgres().create("bench_live"));
            MosquittoServer broker = bench.startBroker(own);
            LiveLoad load = new LiveLoad(broker, database, bench.startIngestor(own, database, broker));
            database.checkpoint();
            bench.progress().begin("live: warm-up", 0);
            load.run(WARM_UP_RATE, scale.warmUp());
            List<Measured> held = new ArrayList<>();
            for (int rate : RATES) {
                Measured measured = run(bench, load, rate, scale.live());
                report(bench, "live." + rate, measured);
                if (measured.isHeld()) {
                    held.add(measured);
                }
            }
            DiskUse use = DiskUse.of(database, "");
            bench.report(Figure.of("live.bytes", "bytes on disk a reading, live", use.bytesPerReading(), Unit.BYTES)
                    .noting(use.split()));
            reportHighest(bench, load, held);
        }
    }

    /// Tries higher and higher rates for a short time each, then holds the highest that went well for the full
    /// time, going down a step where that fails.
    private static void reportHighest(Bench bench, LiveLoad load, List<Measured> held) {
        Pipeline scale = bench.scale().pipeline();
        int highest = -1;
        for (int step = 0; step < LADDER.size(); step++) {
            if (!run(bench, load, LADDER.get(step), scale.rung()).isHeld()) {
                break;
            }
            highest = step;
        }
        for (int step = highest; step >= 0; step--) {
            Measured measured = run(bench, load, LADDER.get(step), scale.live());
            if (measured.isHeld()) {
                held.add(measured);
                break;
            }
        }
        int rate = held.isEmpty() ? 0 : held.getLast().rate();
        bench.report(Figure.of("live.highest", "live: highest rate held", rate, Unit.PER_SECOND)
                .noting(held.isEmpty() ? "none" : describe(held.getLast())));
    }

    private static Measured run(Bench bench, LiveLoad load, int rate, Duration duration) {
        bench.progress().begin("live: %d readings a second for %d s".formatted(rate, duration.toSeconds()), 0);
        return load.run(rate, duration);
    }

    static void report(Bench bench, String id, Measured measured) {
        String what = "live at %,d /s: ".formatted(measured.rate());
        bench.report(Figure.of(
                        id + ".p99",
                        what + "send to commit, p99",
                        measured.latencies().millisAt(99),
                        Unit.MILLIS)
                .noting(describe(measured)));
        bench.report(Figure.of(id + ".lost", what + "lost", (double) measured.lost(), Unit.COUNT)
                .noting("of " + measured.sent().readings() + " acknowledged"));
    }

    private static String describe(Measured measured) {
        return String.format(
                Locale.ROOT,
                "%s; sent %,.0f /s; %s",
                measured.latencies(),
                measured.sent().achievedPerSecond(),
                Notes.cpu(measured.perMillion()));
    }
}
