package io.wattline.query.fleet;

import io.wattline.energy.verdict.WindowStatus;
import io.wattline.query.performance.TimeWindow;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/// Ranks the fleet, the lowest efficiency first.
///
/// The window is narrowed to the whole UTC hours inside it that have been summed and matched: its start moves
/// forward to a full hour, its end back to one and at most to the end of the last such hour. Over those hours
/// each vehicle has the figures and the verdict that its own analysis gives: energies are exact, those of late
/// readings included, and a vehicle whose meter changed is correlated part by part, to the microsecond of the
/// change.
///
/// Safe for all threads.
public final class FleetRanking {

    private final FleetHistory history;

    /// A ranking over `history`.
    public FleetRanking(FleetHistory history) {
        this.history = history;
    }

    /// A page of the ranking.
    public FleetPage page(FleetRequest request) {
        return history.inSnapshot(snapshot -> WholeHours.within(request.window(), snapshot.matchedHours())
                .map(hours -> page(snapshot, hours, request.limit(), vehicle -> isWanted(vehicle, request)))
                .orElse(FleetPage.EMPTY));
    }

    /// The worst `limit` vehicles of `window`, whatever their verdict.
    public FleetPage worst(TimeWindow window, int limit) {
        return history.inSnapshot(snapshot -> WholeHours.within(window, snapshot.matchedHours())
                .map(hours -> page(snapshot, hours, limit, vehicle -> true))
                .orElse(FleetPage.EMPTY));
    }

    /// How many vehicles have that verdict in the whole summed hours of `window`.
    public long count(WindowStatus status, TimeWindow window) {
        return history.inSnapshot(snapshot -> {
            LongAdder found = new LongAdder();
            WholeHours.within(window, snapshot.matchedHours())
                    .ifPresent(hours -> snapshot.forEachVehicle(hours, energy -> {
                        if (energy.judgement().verdict().status() == status) {
                            found.increment();
                        }
                    }));
            return found.sum();
        });
    }

    private static FleetPage page(
            FleetHistory.Snapshot snapshot, TimeWindow hours, int limit, Predicate<RankedVehicle> isWanted) {
        WorstVehicles worst = new WorstVehicles(limit + 1);
        snapshot.forEachVehicle(hours, energy -> {
            RankedVehicle vehicle = RankedVehicle.of(energy);
            if (isWanted.test(vehicle)) {
                worst.offer(vehicle);
            }
        });
        var found = worst.inOrder();
        boolean more = found.size() > limit;
        return new FleetPage(hours, snapshot.pairingWindow(), more ? found.subList(0, limit) : found, more);
    }

    private static boolean isWanted(RankedVehicle vehicle, FleetRequest request) {
        Optional<RankedVehicle.Rank> after = request.after();
        return (request.status().isEmpty() || request.status().get() == vehicle.status())
                && (after.isEmpty() || vehicle.rank().compareTo(after.get()) > 0);
    }
}
