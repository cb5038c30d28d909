package io.wattline.query.http.overview;

import io.wattline.energy.Energy;
import io.wattline.query.fleet.RankedVehicle;
import io.wattline.query.http.TimeRange;
import io.wattline.query.live.LiveReading;
import io.wattline.query.overview.FleetOverview;
import io.wattline.query.performance.AcTotals;
import io.wattline.telemetry.VehicleReading;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fleet column by column: the value at the same place of every list belongs to the same vehicle. Zipped, it takes
/// a
/// fifth of what a list of objects would.
///
/// @param timeRange the whole hours that the verdicts are over; null if no hour has been summed yet
/// @param complete false if the fleet has more vehicles than are listed
/// @param columns the members of the ranking, energies to the Wh; `timestamp` is that of the newest reading, in seconds
///     since 1970
record OverviewBody(@Nullable TimeRange timeRange, int vehicles, boolean complete, Columns columns) {

    private static final int WH = 3;

    record Columns(
            List<String> vehicleId,
            List<@Nullable String> meterId,
            List<@Nullable String> status,
            List<@Nullable BigDecimal> energyConsumedAc,
            List<@Nullable BigDecimal> energyDeliveredDc,
            List<@Nullable BigDecimal> energyLoss,
            List<@Nullable BigDecimal> efficiencyRatio,
            List<@Nullable BigDecimal> expectedEfficiency,
            List<@Nullable Float> soc,
            List<@Nullable Float> batteryTemp,
            List<@Nullable Long> timestamp) {

        Columns(int size) {
            this(
                    new ArrayList<>(size),
                    new ArrayList<>(size),
                    new ArrayList<>(size),
                    new ArrayList<>(size),
                    new ArrayList<>(size),
                    new ArrayList<>(size),
                    new ArrayList<>(size),
                    new ArrayList<>(size),
                    new ArrayList<>(size),
                    new ArrayList<>(size),
                    new ArrayList<>(size));
        }

        void add(FleetOverview.Row row) {
            vehicleId.add(row.vehicleId());
            addRanked(row.ranked());
            addNewest(row.newest());
        }

        private void addRanked(@Nullable RankedVehicle ranked) {
            @Nullable AcTotals ac = ranked == null ? null : ranked.energy().ac();
            @Nullable
            BigDecimal dc = ranked == null ? null : ranked.energy().dc().kwh();
            meterId.add(ranked == null ? null : ranked.energy().meterId());
            status.add(ranked == null ? null : ranked.status().word());
            energyConsumedAc.add(ac == null ? null : rounded(ac.kwh()));
            energyDeliveredDc.add(dc == null ? null : rounded(dc));
            energyLoss.add(ac == null || dc == null ? null : rounded(new Energy(ac.kwh(), dc).loss()));
            efficiencyRatio.add(ranked == null ? null : ranked.rank().efficiencyRatio());
            expectedEfficiency.add(ranked == null ? null : ranked.judgement().expectedEfficiency());
        }

        private void addNewest(@Nullable LiveReading<VehicleReading> newest) {
            soc.add(newest == null ? null : newest.reading().soc());
            batteryTemp.add(newest == null ? null : newest.reading().batteryTemp());
            timestamp.add(newest == null ? null : newest.reading().measuredAt().getEpochSecond());
        }

        private static BigDecimal rounded(BigDecimal kwh) {
            return kwh.setScale(WH, RoundingMode.HALF_EVEN);
        }
    }

    static OverviewBody of(FleetOverview fleet) {
        Columns columns = new Columns(fleet.vehicles().size());
        fleet.vehicles().forEach(columns::add);
        return new OverviewBody(
                fleet.hours() == null ? null : TimeRange.of(fleet.hours()),
                fleet.vehicles().size(),
                fleet.complete(),
                columns);
    }
}
