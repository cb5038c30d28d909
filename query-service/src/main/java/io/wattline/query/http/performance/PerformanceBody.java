package io.wattline.query.http.performance;

import io.wattline.energy.Energy;
import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.query.http.Matched;
import io.wattline.query.http.MeterPeriod;
import io.wattline.query.http.ReadingCounts;
import io.wattline.query.http.TimeRange;
import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.Judgement;
import io.wattline.query.performance.MeterSegment;
import io.wattline.query.performance.Performance;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of the performance endpoint, member for member.
record PerformanceBody(
        String vehicleId,
        @Nullable String meterId,
        List<MeterPeriod> meters,
        TimeRange timeRange,
        @Nullable BigDecimal totalEnergyConsumedAc,
        BigDecimal totalEnergyDeliveredDc,
        @Nullable BigDecimal energyLoss,
        @Nullable BigDecimal efficiencyRatio,
        BigDecimal unmappedEnergyDeliveredDc,
        @Nullable BigDecimal averageBatteryTemp,
        ReadingCounts readings,
        @Nullable Matched matched,
        @Nullable Paired paired,
        @Nullable BigDecimal expectedEfficiency,
        @Nullable BigDecimal excessLoss,
        String status,
        String evidence) {

    /// For clients of the version before: `matched` where both sides send at the same pace, so that each span is a
    /// pair of readings.
    record Paired(
            long windowSeconds,
            long heartbeats,
            BigDecimal energyConsumedAc,
            BigDecimal energyDeliveredDc,
            @Nullable BigDecimal efficiencyRatio) {

        private static final double SAME_PACE = 1.1;

        static @Nullable Paired of(@Nullable Matched matched, Performance performance) {
            @Nullable MatchedEnergy energy = performance.judgement().matched();
            if (matched == null || energy == null || !isSamePace(energy, performance.sums())) {
                return null;
            }
            return new Paired(
                    matched.windowSeconds(),
                    matched.spans(),
                    matched.energyConsumedAc(),
                    matched.energyDeliveredDc(),
                    matched.efficiencyRatio());
        }

        /// By the mean step of each side.
        private static boolean isSamePace(MatchedEnergy energy, Performance.Sums sums) {
            @Nullable AcTotals ac = sums.ac();
            if (ac == null || ac.readings() == 0 || sums.dc().readings() == 0) {
                return false;
            }
            double stepAc = (double) energy.known().ac().toNanos() / ac.readings();
            double stepDc = (double) energy.known().dc().toNanos() / sums.dc().readings();
            return stepAc <= stepDc * SAME_PACE && stepDc <= stepAc * SAME_PACE;
        }
    }

    static PerformanceBody of(Performance performance) {
        Performance.Sums sums = performance.sums();
        @Nullable AcTotals ac = sums.ac();
        BigDecimal kwhDc = sums.dc().kwh();
        List<MeterSegment> segments = performance.segments();
        Judgement judgement = performance.judgement();
        @Nullable Matched matched = Matched.of(judgement, performance.pairingWindow());
        return new PerformanceBody(
                performance.vehicleId(),
                segments.isEmpty() ? null : segments.getLast().meterId(),
                segments.stream().map(MeterPeriod::of).toList(),
                TimeRange.of(performance.window()),
                ac == null ? null : ac.kwh(),
                kwhDc,
                ac == null ? null : new Energy(ac.kwh(), kwhDc).loss(),
                ac == null ? null : new Energy(ac.kwh(), kwhDc).ratio(),
                sums.unmappedDc(),
                sums.dc().meanTemperature(),
                new ReadingCounts(ac == null ? 0 : ac.readings(), sums.dc().readings()),
                matched,
                Paired.of(matched, performance),
                judgement.expectedEfficiency(),
                judgement.verdict().excessLoss(),
                judgement.verdict().status().word(),
                judgement.verdict().evidence());
    }
}
