package io.wattline.energy.matching;

import io.wattline.energy.pairing.HeartbeatPairing;
import io.wattline.energy.pairing.Heartbeats;
import java.time.Duration;

/// The instants at which both sides are known: pairs of one reading of each, in the order of time on both sides.
final class Marks {

    private final int[] meter;
    private final int[] vehicle;
    private int size;

    private Marks(int room) {
        this.meter = new int[room];
        this.vehicle = new int[room];
    }

    static Marks of(Heartbeats meter, Heartbeats vehicle, Duration tolerance) {
        int[] partners = HeartbeatPairing.partners(meter, vehicle, tolerance);
        Marks marks = new Marks(partners.length);
        for (int i = 0; i < partners.length; i++) {
            if (partners[i] >= 0) {
                marks.add(i, partners[i], meter, vehicle);
            }
        }
        return marks;
    }

    /// Of pairs that cross, the closer ones stay; equally close, the earlier.
    private void add(int m, int v, Heartbeats meters, Heartbeats vehicles) {
        long distance = distance(m, v, meters, vehicles);
        int kept = size;
        while (kept > 0 && vehicle[kept - 1] > v) {
            if (distance(meter[kept - 1], vehicle[kept - 1], meters, vehicles) <= distance) {
                return;
            }
            kept--;
        }
        meter[kept] = m;
        vehicle[kept] = v;
        size = kept + 1;
    }

    private static long distance(int m, int v, Heartbeats meters, Heartbeats vehicles) {
        return Math.abs(meters.micros(m) - vehicles.micros(v));
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
