package io.wattline.query.performance;

import io.wattline.energy.efficiency.EfficiencyCurve;
import io.wattline.energy.efficiency.EfficiencyStatus;
import io.wattline.energy.efficiency.Verdict;
import io.wattline.energy.pairing.HeartbeatPairing;
import io.wattline.energy.pairing.Heartbeats;
import io.wattline.energy.pairing.PairedEnergy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Works out how well a vehicle charged.
///
/// A vehicle whose meter changed inside the window is correlated part by part, each with the meter of its time,
/// and all figures are over those parts. A window in which heartbeats are paired is read reading by reading; a longer
/// one hour by hour, with the mean power of the fleet's ranking. Safe for all threads.
public final class PerformanceAnalysis {

    /// The longest window in which heartbeats are paired.
    static final Duration MAX_PAIRED_WINDOW = Duration.ofDays(31);

    /// The most readings of one side that are paired, one every 27 s over the longest window: what bounds the
    /// memory of a request, at 16 bytes a reading.
    static final int MAX_PAIRED_READINGS = 100_000;

    /// The most changes of the meter in one window.
    static final int MAX_SEGMENTS = 200;

    // So many pairs tell more than the totals, which a gap in one stream distorts.
    private static final long MIN_PAIRS = 30;

    private final History history;
    private final EfficiencyCurve healthy;
    private final Duration pairingTolerance;
    /// Pairing takes some 100 bytes a reading for a moment, so all requests together pair only so many at a time.
    private final Semaphore readingsBeingPaired = new Semaphore(2 * MAX_PAIRED_READINGS, true);

    /// An analysis over `history`.
    ///
    /// @param healthy what healthy cars reach
    /// @param pairingTolerance how far apart two heartbeats of a pair may be, inclusive
    public PerformanceAnalysis(History history, EfficiencyCurve healthy, Duration pairingTolerance) {
        this.history = history;
        this.healthy = healthy;
        this.pairingTolerance = pairingTolerance;
    }

    /// How far apart two heartbeats of a pair may be.
    public Duration pairingTolerance() {
        return pairingTolerance;
    }

    /// The performance of a vehicle; empty if nothing has ever named it.
    ///
    /// @throws WindowTooFragmentedException if its meter changed too often in the window
    public Optional<Performance> analyse(String vehicleId, TimeWindow window) {
        return history.inSnapshot(snapshot -> {
            List<MeterSegment> segments = snapshot.segments(vehicleId, window, MAX_SEGMENTS + 1);
            if (segments.size() > MAX_SEGMENTS) {
                throw new WindowTooFragmentedException(MAX_SEGMENTS);
            }
            if (!segments.isEmpty()) {
                return Optional.of(mapped(snapshot, vehicleId, window, segments));
            }
            return snapshot.isKnown(vehicleId) ? Optional.of(unmapped(snapshot, vehicleId, window)) : Optional.empty();
        });
    }

    private static boolean isLong(TimeWindow window) {
        return window.length().compareTo(MAX_PAIRED_WINDOW) > 0;
    }

    private static Performance unmapped(History.Snapshot snapshot, String vehicleId, TimeWindow window) {
        return new Performance(
                vehicleId,
                window,
                List.of(),
                null,
                isLong(window)
                        ? snapshot.vehicleTotalsByHour(vehicleId, window)
                        : snapshot.vehicleTotals(vehicleId, window),
                new Performance.Judgement(null, null, EfficiencyStatus.UNMAPPED));
    }

    private Performance mapped(
            History.Snapshot snapshot, String vehicleId, TimeWindow window, List<MeterSegment> segments) {
        return isLong(window)
                ? byHour(snapshot, vehicleId, window, segments)
                : byReading(snapshot, vehicleId, window, segments);
    }

    private Performance byHour(
            History.Snapshot snapshot, String vehicleId, TimeWindow window, List<MeterSegment> segments) {
        return byTotals(
                vehicleId,
                window,
                segments,
                part -> snapshot.meterTotalsByHour(part.meterId(), part.window()),
                part -> snapshot.vehicleTotalsByHour(vehicleId, part.window()));
    }

    private Performance byReading(
            History.Snapshot snapshot, String vehicleId, TimeWindow window, List<MeterSegment> segments) {
        AcTotals ac = AcTotals.NONE;
        DcTotals dc = DcTotals.NONE;
        PairedEnergy paired = PairedEnergy.NONE;
        for (MeterSegment segment : segments) {
            Optional<Heartbeats> ofMeter =
                    snapshot.meterReadings(segment.meterId(), segment.window(), roomFor(ac.readings()));
            Optional<VehicleReadings> ofVehicle = ofMeter.isEmpty()
                    ? Optional.empty()
                    : snapshot.vehicleReadings(vehicleId, segment.window(), roomFor(dc.readings()));
            if (ofMeter.isEmpty() || ofVehicle.isEmpty()) {
                return byTotals(
                        vehicleId,
                        window,
                        segments,
                        part -> snapshot.meterTotals(part.meterId(), part.window()),
                        part -> snapshot.vehicleTotals(vehicleId, part.window()));
            }
            ac = ac.plus(AcTotals.of(ofMeter.get()));
            dc = dc.plus(ofVehicle.get().totals());
            paired = paired.plus(pair(ofMeter.get(), ofVehicle.get().heartbeats()));
        }
        return new Performance(vehicleId, window, segments, ac, dc, judge(ac, dc, paired));
    }

    /// Those who wait for room wait for nothing but computing of bounded size.
    private PairedEnergy pair(Heartbeats meter, Heartbeats vehicle) {
        int readings = meter.size() + vehicle.size();
        readingsBeingPaired.acquireUninterruptibly(readings);
        try {
            return HeartbeatPairing.pair(meter, vehicle, pairingTolerance);
        } finally {
            readingsBeingPaired.release(readings);
        }
    }

    private static int roomFor(long readings) {
        return Math.toIntExact(MAX_PAIRED_READINGS - readings);
    }

    /// Without pairing: the database adds each part up.
    private Performance byTotals(
            String vehicleId,
            TimeWindow window,
            List<MeterSegment> segments,
            Function<MeterSegment, AcTotals> acOf,
            Function<MeterSegment, DcTotals> dcOf) {
        AcTotals ac = segments.stream().map(acOf).reduce(AcTotals.NONE, AcTotals::plus);
        DcTotals dc = segments.stream().map(dcOf).reduce(DcTotals.NONE, DcTotals::plus);
        return new Performance(vehicleId, window, segments, ac, dc, judge(ac, dc, null));
    }

    private Performance.Judgement judge(AcTotals ac, DcTotals dc, @Nullable PairedEnergy paired) {
        @Nullable BigDecimal expected = ac.hasPower() ? healthy.at(ac.meanWatts()) : null;
        EfficiencyStatus status = paired != null && tellsMoreThanTotals(paired)
                ? Verdict.of(paired.kwhAc(), paired.kwhDc(), expected)
                : Verdict.of(ac.kwh(), dc.kwh(), expected);
        return new Performance.Judgement(paired, expected, status);
    }

    private static boolean tellsMoreThanTotals(PairedEnergy paired) {
        return paired.heartbeats() >= MIN_PAIRS && Verdict.isEnough(paired.kwhAc());
    }
}
