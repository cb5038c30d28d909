package io.wattline.bench.micro;

import io.wattline.energy.efficiency.EfficiencyCurve;
import io.wattline.energy.efficiency.MeasuredEfficiency;
import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.energy.matching.SpanMatching;
import io.wattline.energy.pairing.Heartbeats;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The heartbeats of 24 hours, one a minute, of a meter and a vehicle that are a few seconds apart.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class MatchingBenchmark {

    private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
    private static final Duration TOLERANCE = Duration.ofSeconds(30);
    private static final EfficiencyCurve HEALTHY = MeasuredEfficiency.curve();
    private static final int MINUTES = 1_440;

    private final Heartbeats meter = day(0, "0.123456");
    private final Heartbeats vehicle = day(7, "0.104321");

    @Benchmark
    public MatchedEnergy matchOneDay() {
        return new SpanMatching(meter, vehicle, TOLERANCE, HEALTHY).in(START, START.plus(Duration.ofDays(1)), START);
    }

    private static Heartbeats day(int offsetSeconds, String kwh) {
        Heartbeats heartbeats = new Heartbeats();
        for (int minute = 0; minute < MINUTES; minute++) {
            // No two gaps alike, as with devices whose clocks drift.
            long jitter = minute * 7_919L % 11;
            heartbeats.add(START.plusSeconds(60L * minute + offsetSeconds + jitter), new BigDecimal(kwh));
        }
        return heartbeats;
    }
}
