package io.wattline.query.performance;

import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.energy.verdict.LossStanding;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Works out how well a vehicle charged.
///
/// A vehicle whose meter changed inside the window is correlated part by part, each with the meter of its time,
/// and all figures are over those parts; what it got outside them is told beside them. Safe for all threads.
public final class PerformanceAnalysis {

    /// The most changes of the meter in one window.
    static final int MAX_SEGMENTS = 200;

    private final History history;

    /// An analysis over `history`.
    public PerformanceAnalysis(History history) {
        this.history = history;
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

    private static Performance unmapped(History.Snapshot snapshot, String vehicleId, TimeWindow window) {
        DcTotals dc = snapshot.vehicleTotals(vehicleId, window);
        return new Performance(
                vehicleId,
                window,
                List.of(),
                new Performance.Sums(null, dc, dc.kwh()),
                snapshot.pairingWindow(),
                Judgement.unmapped());
    }

    private static Performance mapped(
            History.Snapshot snapshot, String vehicleId, TimeWindow window, List<MeterSegment> segments) {
        AcTotals ac = AcTotals.NONE;
        DcTotals dc = DcTotals.NONE;
        Duration mapped = Duration.ZERO;
        for (MeterSegment segment : segments) {
            ac = ac.plus(snapshot.meterTotals(segment.meterId(), segment.window()));
            dc = dc.plus(snapshot.vehicleTotals(vehicleId, segment.window()));
            mapped = mapped.plus(segment.window().length());
        }
        BigDecimal unmappedDc = mapped.equals(window.length())
                ? BigDecimal.ZERO
                : snapshot.vehicleTotals(vehicleId, window).kwh().subtract(dc.kwh());
        MatchedEnergy matched = snapshot.matched(vehicleId, window, segments);
        LossStanding standing = snapshot.standing(vehicleId, segments.getLast().meterId());
        return new Performance(
                vehicleId,
                window,
                segments,
                new Performance.Sums(ac, dc, unmappedDc),
                snapshot.pairingWindow(),
                Judgement.of(mapped, ac, dc, matched, standing));
    }
}
