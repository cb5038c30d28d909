package io.wattline.query.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The first so many vehicles of the ranking, out of any number that come in any order. Holds no more than those.
final class WorstVehicles {

    private static final Comparator<RankedVehicle> ORDER = Comparator.comparing(RankedVehicle::rank);

    private final int capacity;
    // The best of them on top, as the first to go.
    private final PriorityQueue<RankedVehicle> worst = new PriorityQueue<>(ORDER.reversed());

    WorstVehicles(int capacity) {
        this.capacity = capacity;
    }

    void offer(RankedVehicle vehicle) {
        worst.add(vehicle);
        if (worst.size() > capacity) {
            worst.remove();
        }
    }

    List<RankedVehicle> inOrder() {
        List<RankedVehicle> sorted = new ArrayList<>(worst);
        sorted.sort(ORDER);
        return sorted;
    }
}
