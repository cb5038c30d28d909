package io.wattline.query.http.performance;

import io.wattline.energy.Energy;
import io.wattline.energy.pairing.PairedEnergy;
import io.wattline.query.http.MeterPeriod;
import io.wattline.query.http.ReadingCounts;
import io.wattline.query.http.TimeRange;
import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.MeterSegment;
import io.wattline.query.performance.Performance;
import java.math.BigDecimal;
import java.time.Duration;
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
        @Nullable BigDecimal averageBatteryTemp,
        ReadingCounts readings,
        @Nullable Paired paired,
        @Nullable BigDecimal expectedEfficiency,
        String status) {

    record Paired(
            long windowSeconds,
            long heartbeats,
            BigDecimal energyConsumedAc,
            BigDecimal energyDeliveredDc,
            @Nullable BigDecimal efficiencyRatio) {

        static @Nullable Paired of(@Nullable PairedEnergy paired, Duration tolerance) {
            return paired == null
                    ? null
                    : new Paired(
                            tolerance.toSeconds(),
                            paired.heartbeats(),
                            paired.kwhAc(),
                            paired.kwhDc(),
                            new Energy(paired.kwhAc(), paired.kwhDc()).ratio());
        }
    }

    static PerformanceBody of(Performance performance, Duration pairingTolerance) {
        @Nullable AcTotals ac = performance.ac();
        BigDecimal kwhDc = performance.dc().kwh();
        List<MeterSegment> segments = performance.segments();
        Performance.Judgement verdict = performance.verdict();
        return new PerformanceBody(
                performance.vehicleId(),
                segments.isEmpty() ? null : segments.getLast().meterId(),
                segments.stream().map(MeterPeriod::of).toList(),
                TimeRange.of(performance.window()),
                ac == null ? null : ac.kwh(),
                kwhDc,
                ac == null ? null : new Energy(ac.kwh(), kwhDc).loss(),
                ac == null ? null : new Energy(ac.kwh(), kwhDc).ratio(),
                performance.dc().meanTemperature(),
                new ReadingCounts(
                        ac == null ? 0 : ac.readings(), performance.dc().readings()),
                Paired.of(verdict.paired(), pairingTolerance),
                verdict.expectedEfficiency(),
                verdict.status().word());
    }
}
