package io.wattline.query.performance;

import io.wattline.energy.pairing.Heartbeats;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// A history in memory, and a count of how many readings were read out of it.
final class FakeHistory implements History, History.Snapshot {

    final List<MeterSegment> segments = new ArrayList<>();
    final Map<String, TreeMap<Instant, BigDecimal>> meters = new TreeMap<>();
    final TreeMap<Instant, BigDecimal> vehicle = new TreeMap<>();
    boolean known = true;
    long pretendedReadings;
    int readingsRead;
    AcTotals.Powered hourly = AcTotals.NONE.powered();

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
        AcTotals totals = new AcTotals(pretendedReadings, BigDecimal.ZERO, AcTotals.NONE.powered());
        Instant previous = null;
        for (var reading :
                inside(meters.getOrDefault(meterId, new TreeMap<>()), window).entrySet()) {
            BigDecimal kwh = reading.getValue();
            boolean tellsPower = previous != null && kwh.signum() > 0;
            AcTotals.Powered powered = tellsPower
                    ? new AcTotals.Powered(kwh, Duration.between(previous, reading.getKey()))
                    : AcTotals.NONE.powered();
            totals = totals.plus(new AcTotals(1, kwh, powered));
            previous = reading.getKey();
        }
        return totals;
    }

    @Override
    public DcTotals vehicleTotals(String vehicleId, TimeWindow window) {
        DcTotals totals = DcTotals.NONE;
        for (BigDecimal kwh : inside(vehicle, window).values()) {
            totals = totals.plus(new DcTotals(1, kwh, 0, BigDecimal.ZERO));
        }
        return totals;
    }

    @Override
    public AcTotals meterTotalsByHour(String meterId, TimeWindow window) {
        AcTotals totals = meterTotals(meterId, window);
        return new AcTotals(totals.readings(), totals.kwh(), hourly);
    }

    @Override
    public DcTotals vehicleTotalsByHour(String vehicleId, TimeWindow window) {
        DcTotals totals = vehicleTotals(vehicleId, window);
        return new DcTotals(totals.readings(), totals.kwh(), 1, BigDecimal.TEN);
    }

    @Override
    public Optional<Heartbeats> meterReadings(String meterId, TimeWindow window, int atMost) {
        Heartbeats readings = new Heartbeats();
        inside(meters.getOrDefault(meterId, new TreeMap<>()), window).forEach(readings::add);
        readingsRead += readings.size();
        return pretendedReadings + readings.size() > atMost ? Optional.empty() : Optional.of(readings);
    }

    @Override
    public Optional<VehicleReadings> vehicleReadings(String vehicleId, TimeWindow window, int atMost) {
        VehicleReadings readings = new VehicleReadings();
        inside(vehicle, window).forEach((time, kwh) -> readings.add(time, kwh, null));
        readingsRead += readings.heartbeats().size();
        return readings.heartbeats().size() > atMost ? Optional.empty() : Optional.of(readings);
    }

    private static Map<Instant, BigDecimal> inside(TreeMap<Instant, BigDecimal> readings, TimeWindow window) {
        return readings.subMap(window.start(), window.end());
    }
}
