package io.wattline.query.fleet;

import io.wattline.energy.Energy;
import io.wattline.energy.verdict.WindowStatus;
import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.Judgement;
import java.math.BigDecimal;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// One vehicle of the ranking.
///
/// @param energy what it drew and got
/// @param rank its place in the order
/// @param judgement the verdict
public record RankedVehicle(VehicleEnergy energy, Rank rank, Judgement judgement) {

    static RankedVehicle of(VehicleEnergy energy) {
        @Nullable AcTotals ac = energy.ac();
        @Nullable
        BigDecimal ratio = ac == null ? null : new Energy(ac.kwh(), energy.dc().kwh()).ratio();
        return new RankedVehicle(energy, new Rank(ratio, energy.vehicleId()), energy.judgement());
    }

    /// The status of the verdict.
    public WindowStatus status() {
        return judgement.verdict().status();
    }

    /// A place in the order: the lowest ratio first, none last, equal ones by id. The ratio is the rounded one
    /// that is answered, so that an answer alone says where the next page starts.
    ///
    /// @param efficiencyRatio delivered by drawn; null where nothing was drawn
    /// @param vehicleId the vehicle
    public record Rank(@Nullable BigDecimal efficiencyRatio, String vehicleId) implements Comparable<Rank> {

        private static final Comparator<Rank> ORDER = Comparator.comparing(
                        Rank::efficiencyRatio, Comparator.nullsLast(Comparator.<BigDecimal>naturalOrder()))
                .thenComparing(Rank::vehicleId);

        @Override
        public int compareTo(Rank other) {
            return ORDER.compare(this, other);
        }
    }
}
