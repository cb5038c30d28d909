package io.wattline.energy.pairing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/// The heartbeats of one device in the order of their times, at 16 bytes each. Filled by one thread, then read.
public final class Heartbeats {

    /// Decimal places of an energy.
    public static final int KWH_SCALE = 6;

    // A day of one a minute.
    private static final int ROOM_AT_FIRST = 1_440;

    private long[] micros;
    private long[] microKwh;
    private int size;

    /// An empty series; it grows as needed.
    public Heartbeats() {
        this.micros = new long[ROOM_AT_FIRST];
        this.microKwh = new long[ROOM_AT_FIRST];
    }

    /// Appends a heartbeat.
    ///
    /// @param measuredAt later than that of the one before, in whole microseconds
    /// @param kwh with at most six decimal places
    /// @throws IllegalArgumentException if it is not later
    public void add(Instant measuredAt, BigDecimal kwh) {
        long time = ChronoUnit.MICROS.between(Instant.EPOCH, measuredAt);
        if (size > 0 && time <= micros[size - 1]) {
            throw new IllegalArgumentException("heartbeats must come in the order of their times, each time once");
        }
        if (size == micros.length) {
            micros = Arrays.copyOf(micros, 2 * size);
            microKwh = Arrays.copyOf(microKwh, 2 * size);
        }
        micros[size] = time;
        microKwh[size] = kwh.movePointRight(KWH_SCALE).longValueExact();
        size++;
    }

    /// How many there are.
    public int size() {
        return size;
    }

    /// Their energies added up, exact.
    public BigDecimal kwh() {
        return BigDecimal.valueOf(Arrays.stream(microKwh, 0, size).sum(), KWH_SCALE);
    }

    /// Microseconds since 1970 of heartbeat `i`.
    public long micros(int i) {
        return micros[i];
    }

    /// Energy of heartbeat `i` in millionths of a kWh.
    public long microKwh(int i) {
        return microKwh[i];
    }
}
