package io.wattline.energy.pairing;

/// Two series merged by time, without copying them: position i is one heartbeat of either.
final class MergedSeries {

    private final Heartbeats meter;
    private final Heartbeats vehicle;
    // The index in its own series; complemented for the vehicle's.
    private final int[] origin;

    MergedSeries(Heartbeats meter, Heartbeats vehicle) {
        this.meter = meter;
        this.vehicle = vehicle;
        this.origin = new int[meter.size() + vehicle.size()];
        int m = 0;
        int v = 0;
        for (int i = 0; i < origin.length; i++) {
            boolean meterIsNext = v == vehicle.size() || (m < meter.size() && meter.micros(m) <= vehicle.micros(v));
            origin[i] = meterIsNext ? m++ : ~v++;
        }
    }

    int size() {
        return origin.length;
    }

    boolean isMeter(int i) {
        return origin[i] >= 0;
    }

    /// The index in its own series.
    int index(int i) {
        return isMeter(i) ? origin[i] : ~origin[i];
    }

    long micros(int i) {
        return isMeter(i) ? meter.micros(origin[i]) : vehicle.micros(~origin[i]);
    }

    long microKwh(int i) {
        return isMeter(i) ? meter.microKwh(origin[i]) : vehicle.microKwh(~origin[i]);
    }
}
