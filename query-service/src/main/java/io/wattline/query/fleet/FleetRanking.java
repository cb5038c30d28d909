package io.wattline.query.fleet;

import io.wattline.energy.Energy;
import io.wattline.energy.efficiency.EfficiencyCurve;
import io.wattline.energy.efficiency.EfficiencyStatus;
import io.wattline.energy.efficiency.Verdict;
import io.wattline.query.performance.AcTotals;
import io.wattline.query.performance.TimeWindow;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Ranks the fleet, the lowest efficiency first.
///
/// The window is narrowed to the whole UTC hours inside it that have been summed: its start moves forward to a full
/// hour, its end back to one and at most to the end of the last summed hour. Energies are exact, those of late
/// readings included. A vehicle whose meter changed is correlated part by part, to the microsecond of the change.
///
/// The verdict rests on the totals, for pairing a fleet would read all its readings; so a vehicle with a gap in one
/// stream may be judged otherwise than by the analysis of one vehicle. The mean power takes the share of an hour's
/// readings that have energy for the share of the hour that was charged. The analysis of one vehicle adds up the times
/// between readings instead. Both agree but for one heartbeat a window where heartbeats are evenly spaced; where they
/// are not, in an hour with jitter or a gap, the charging time differs by at most the gap and what the longest interval
/// exceeds the mean one, and only `expectedEfficiency` and the verdict of vehicles next to a limit depend on it.
///
/// Safe for all threads.
public final class FleetRanking {

    private final FleetHistory history;
    private final EfficiencyCurve healthy;

    /// A ranking over `history`.
    ///
    /// @param healthy what healthy cars reach
    public FleetRanking(FleetHistory history, EfficiencyCurve healthy) {
        this.history = history;
        this.healthy = healthy;
    }

    /// A page of the ranking.
    public FleetPage page(FleetRequest request) {
        return history.inSnapshot(snapshot -> WholeHours.within(request.window(), snapshot.summedBefore())
                .map(hours -> page(snapshot, hours, request.limit(), vehicle -> isWanted(vehicle, request)))
                .orElse(FleetPage.EMPTY));
    }

    /// The worst `limit` vehicles of `window`, whatever their verdict.
    public FleetPage worst(TimeWindow window, int limit) {
        return history.inSnapshot(snapshot -> WholeHours.within(window, snapshot.summedBefore())
                .map(hours -> page(snapshot, hours, limit, vehicle -> true))
                .orElse(FleetPage.EMPTY));
    }

    /// How many vehicles have that verdict in the whole summed hours of `window`.
    public long count(EfficiencyStatus status, TimeWindow window) {
        return history.inSnapshot(snapshot -> {
            LongAdder found = new LongAdder();
            WholeHours.within(window, snapshot.summedBefore())
                    .ifPresent(hours -> snapshot.forEachVehicle(hours, energy -> {
                        if (judge(energy).status() == status) {
                            found.increment();
                        }
                    }));
            return found.sum();
        });
    }

    private FleetPage page(
            FleetHistory.Snapshot snapshot, TimeWindow hours, int limit, Predicate<RankedVehicle> isWanted) {
        WorstVehicles worst = new WorstVehicles(limit + 1);
        snapshot.forEachVehicle(hours, energy -> {
            RankedVehicle vehicle = judge(energy);
            if (isWanted.test(vehicle)) {
                worst.offer(vehicle);
            }
        });
        var found = worst.inOrder();
        boolean more = found.size() > limit;
        return new FleetPage(hours, more ? found.subList(0, limit) : found, more);
    }

    private static boolean isWanted(RankedVehicle vehicle, FleetRequest request) {
        Optional<RankedVehicle.Rank> after = request.after();
        return (request.status().isEmpty() || request.status().get() == vehicle.status())
                && (after.isEmpty() || vehicle.rank().compareTo(after.get()) > 0);
    }

    private RankedVehicle judge(VehicleEnergy energy) {
        @Nullable AcTotals ac = energy.ac();
        if (ac == null) {
            return new RankedVehicle(
                    energy, new RankedVehicle.Rank(null, energy.vehicleId()), null, EfficiencyStatus.UNMAPPED);
        }
        BigDecimal kwhDc = energy.dc().kwh();
        @Nullable BigDecimal expected = ac.hasPower() ? healthy.at(ac.meanWatts()) : null;
        return new RankedVehicle(
                energy,
                new RankedVehicle.Rank(new Energy(ac.kwh(), kwhDc).ratio(), energy.vehicleId()),
                expected,
                Verdict.of(ac.kwh(), kwhDc, expected));
    }
}
