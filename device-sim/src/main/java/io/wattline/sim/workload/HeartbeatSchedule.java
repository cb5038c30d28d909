package io.wattline.sim.workload;

/// Each device at its heartbeat, from the first place on the grid at or after the start.
final class HeartbeatSchedule implements Schedule {

    private final HeartbeatGrid grid;
    private final long startMicros;
    private long cycle;
    private int device;

    HeartbeatSchedule(HeartbeatGrid grid, long startMicros) {
        this.grid = grid;
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
        } while (atMicros < startMicros);
        return new Beat(current, (atMicros - startMicros) * 1000, atMicros - grid.heartbeatMicros(), atMicros);
    }
}
