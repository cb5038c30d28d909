package io.wattline.sim.workload;

import java.time.Duration;

/// Each device at its heartbeat, from the first place on the grid at or after the start; with a ramp-up, device
/// d of D joins d / D of it later.
final class HeartbeatSchedule implements Schedule {

    private final HeartbeatGrid grid;
    private final long rampMicros;
    private final long startMicros;
    private long cycle;
    private int device;

    HeartbeatSchedule(HeartbeatGrid grid, Duration rampUp, long startMicros) {
        this.grid = grid;
        this.rampMicros = Micros.of(rampUp);
        this.startMicros = startMicros;
        this.cycle = Math.floorDiv(startMicros, grid.heartbeatMicros());
    }

    @Override
    public Beat next() {
        long atMicros;
        int current;
        do {
            current = device;
            atMicros = grid.atMicros(current, cycle);
            if (++device == grid.devices()) {
                device = 0;
                cycle++;
            }
        } while (atMicros < joins(current));
        return new Beat(current, (atMicros - startMicros) * 1000, atMicros - grid.heartbeatMicros(), atMicros);
    }

    private long joins(int joining) {
        return startMicros + rampMicros * joining / grid.devices();
    }
}
