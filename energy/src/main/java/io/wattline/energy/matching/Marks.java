package io.wattline.energy.matching;

import io.wattline.energy.pairing.Heartbeats;
import java.time.Duration;
import java.util.Arrays;

/// The instants at which both sides are known: pairs of one reading of each, in the order of time on both sides.
///
/// Two readings are a mark if each is the other's nearest, and no further away than the tolerance. Of two that are
/// equally near, the pair counts in which the meter's reading comes first. So a mark depends on nothing but the
/// readings
/// within twice the tolerance of it, wherever one starts to look, and no two marks cross: of two pairs that crossed,
/// one
/// reading would be nearer to the other pair's.
final class Marks {

    private static final int NONE = -1;

    private final int[] meter;
    private final int[] vehicle;
    private int size;

    private Marks(int room) {
        this.meter = new int[room];
        this.vehicle = new int[room];
    }

    static Marks of(Heartbeats meter, Heartbeats vehicle, Duration tolerance) {
        long most = tolerance.toNanos() / 1_000;
        int[] nearestVehicle = nearest(meter, vehicle, true);
        int[] nearestMeter = nearest(vehicle, meter, false);
        Marks marks = new Marks(Math.min(meter.size(), vehicle.size()));
        for (int m = 0; m < nearestVehicle.length; m++) {
            int v = nearestVehicle[m];
            if (v != NONE && nearestMeter[v] == m && Math.abs(meter.micros(m) - vehicle.micros(v)) <= most) {
                marks.meter[marks.size] = m;
                marks.vehicle[marks.size] = v;
                marks.size++;
            }
        }
        return marks;
    }

    /// For each reading of `side` the nearest one of `other`, void ones left out of both.
    private static int[] nearest(Heartbeats side, Heartbeats other, boolean laterIfEqual) {
        int[] nearest = new int[side.size()];
        Arrays.fill(nearest, NONE);
        int before = NONE;
        int after = nextSound(other, 0);
        for (int i = 0; i < nearest.length; i++) {
            while (after < other.size() && other.micros(after) <= side.micros(i)) {
                before = after;
                after = nextSound(other, after + 1);
            }
            if (!side.isVoid(i)) {
                nearest[i] = closer(side.micros(i), other, before, after, laterIfEqual);
            }
        }
        return nearest;
    }

    private static int nextSound(Heartbeats readings, int from) {
        int i = from;
        while (i < readings.size() && readings.isVoid(i)) {
            i++;
        }
        return i;
    }

    private static int closer(long at, Heartbeats other, int before, int after, boolean laterIfEqual) {
        if (after == other.size()) {
            return before;
        }
        if (before == NONE) {
            return after;
        }
        long back = at - other.micros(before);
        long ahead = other.micros(after) - at;
        return ahead < back || (ahead == back && laterIfEqual) ? after : before;
    }

    int size() {
        return size;
    }

    int meter(int mark) {
        return meter[mark];
    }

    int vehicle(int mark) {
        return vehicle[mark];
    }
}
