package io.wattline.query.performance;

import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.energy.verdict.LossStanding;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// A history in memory.
final class FakeHistory implements History, History.Snapshot {

    final List<MeterSegment> segments = new ArrayList<>();
    final Map<String, TreeMap<Instant, BigDecimal>> meters = new TreeMap<>();
    final TreeMap<Instant, BigDecimal> vehicle = new TreeMap<>();
    final Map<String, LossStanding> standings = new TreeMap<>();
    boolean known = true;
    MatchedEnergy matched = MatchedEnergy.NONE;

    FakeHistory meter(String meterId, Instant measuredAt, String kwh) {
        meters.computeIfAbsent(meterId, id -> new TreeMap<>()).put(measuredAt, new BigDecimal(kwh));
        return this;
    }

    FakeHistory vehicle(Instant measuredAt, String kwh) {
        vehicle.put(measuredAt, new BigDecimal(kwh));
        return this;
    }

    @Override
    public <T> T inSnapshot(Function<Snapshot, T> work) {
        return work.apply(this);
    }

    @Override
    public boolean isKnown(String vehicleId) {
        return known;
    }

    @Override
    public List<MeterSegment> segments(String vehicleId, TimeWindow window, int limit) {
        return segments.stream().limit(limit).toList();
    }

    @Override
    public AcTotals meterTotals(String meterId, TimeWindow window) {
        return inside(meters.getOrDefault(meterId, new TreeMap<>()), window).values().stream()
                .map(kwh -> new AcTotals(1, kwh))
                .reduce(AcTotals.NONE, AcTotals::plus);
    }

    @Override
    public DcTotals vehicleTotals(String vehicleId, TimeWindow window) {
        return inside(vehicle, window).values().stream()
                .map(kwh -> new DcTotals(1, kwh, 0, BigDecimal.ZERO))
                .reduce(DcTotals.NONE, DcTotals::plus);
    }

    @Override
    public MatchedEnergy matched(String vehicleId, TimeWindow window, List<MeterSegment> parts) {
        return matched;
    }

    @Override
    public Duration pairingWindow() {
        return Duration.ofSeconds(30);
    }

    @Override
    public LossStanding standing(String vehicleId, String meterId) {
        return standings.getOrDefault(meterId, LossStanding.LEARNING);
    }

    private static Map<Instant, BigDecimal> inside(TreeMap<Instant, BigDecimal> readings, TimeWindow window) {
        return readings.subMap(window.start(), window.end());
    }
}
