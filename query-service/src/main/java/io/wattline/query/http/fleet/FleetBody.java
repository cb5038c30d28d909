package io.wattline.query.http.fleet;

import io.wattline.energy.Energy;
import io.wattline.query.fleet.RankedVehicle;
import io.wattline.query.fleet.VehicleEnergy;
import io.wattline.query.http.Matched;
import io.wattline.query.http.ReadingCounts;
import io.wattline.query.http.TimeRange;
import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.Judgement;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of the fleet ranking, member for member.
///
/// @param timeRange the whole hours it is over; null if the window holds no summed hour
record FleetBody(
        @Nullable TimeRange timeRange,
        List<Item> items,
        @Nullable String nextCursor) {

    /// One vehicle, with the members of its own analysis.
    record Item(
            String vehicleId,
            @Nullable String meterId,
            @Nullable BigDecimal totalEnergyConsumedAc,
            BigDecimal totalEnergyDeliveredDc,
            @Nullable BigDecimal energyLoss,
            @Nullable BigDecimal efficiencyRatio,
            @Nullable BigDecimal averageBatteryTemp,
            ReadingCounts readings,
            @Nullable Matched matched,
            @Nullable BigDecimal expectedEfficiency,
            @Nullable BigDecimal excessLoss,
            String status,
            String evidence) {

        static Item of(RankedVehicle ranked, Duration pairingWindow) {
            Judgement judgement = ranked.judgement();
            VehicleEnergy energy = ranked.energy();
            @Nullable AcTotals ac = energy.ac();
            DcTotals dc = energy.dc();
            return new Item(
                    energy.vehicleId(),
                    energy.meterId(),
                    ac == null ? null : ac.kwh(),
                    dc.kwh(),
                    ac == null ? null : new Energy(ac.kwh(), dc.kwh()).loss(),
                    ranked.rank().efficiencyRatio(),
                    dc.meanTemperature(),
                    new ReadingCounts(ac == null ? 0 : ac.readings(), dc.readings()),
                    Matched.of(judgement, pairingWindow),
                    judgement.expectedEfficiency(),
                    judgement.verdict().excessLoss(),
                    judgement.verdict().status().word(),
                    judgement.verdict().evidence());
        }
    }
}
