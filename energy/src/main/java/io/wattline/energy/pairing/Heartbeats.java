package io.wattline.energy.pairing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/// The heartbeats of one device in the order of their times, at 16 bytes each. Filled by one thread, then read.
public final class Heartbeats {

    /// Decimal places of an energy.
    public static final int KWH_SCALE = 6;

    /// In place of an energy: an operator has declared the reading void, so what passed in its time is not known.
    public static final long VOID = -1;

    // A day of one a minute.
    private static final int ROOM_AT_FIRST = 1_440;
    private static final String OUT_OF_ORDER = "heartbeats must come in the order of their times, each time once";

    private long[] micros;
    private long[] microKwh;
    private int size;

    /// An empty series; it grows as needed.
    public Heartbeats() {
        this.micros = new long[ROOM_AT_FIRST];
        this.microKwh = new long[ROOM_AT_FIRST];
    }

    /// A series of `micros` since 1970, strictly growing, and their energies in millionths of a kWh, or [#VOID].
    ///
    /// @throws IllegalArgumentException if they do not grow, or are not as many
    public static Heartbeats of(long[] micros, long[] microKwh) {
        if (micros.length != microKwh.length) {
            throw new IllegalArgumentException("a heartbeat has a time and an energy");
        }
        for (int i = 1; i < micros.length; i++) {
            if (micros[i] <= micros[i - 1]) {
                throw new IllegalArgumentException(OUT_OF_ORDER);
            }
        }
        Heartbeats series = new Heartbeats();
        series.micros = micros.clone();
        series.microKwh = microKwh.clone();
        series.size = micros.length;
        return series;
    }

    /// Appends a heartbeat.
    ///
    /// @param measuredAt later than that of the one before, in whole microseconds
    /// @param kwh with at most six decimal places
    /// @throws IllegalArgumentException if it is not later
    public void add(Instant measuredAt, BigDecimal kwh) {
        long time = ChronoUnit.MICROS.between(Instant.EPOCH, measuredAt);
        if (size > 0 && time <= micros[size - 1]) {
            throw new IllegalArgumentException(OUT_OF_ORDER);
        }
        if (size == micros.length) {
            micros = Arrays.copyOf(micros, 2 * size + 1);
            microKwh = Arrays.copyOf(microKwh, 2 * size + 1);
        }
        micros[size] = time;
        microKwh[size] = kwh.movePointRight(KWH_SCALE).longValueExact();
        size++;
    }

    /// How many there are.
    public int size() {
        return size;
    }

    /// Their energies added up, exact, without void ones.
    public BigDecimal kwh() {
        return BigDecimal.valueOf(
                Arrays.stream(microKwh, 0, size).filter(kwh -> kwh != VOID).sum(), KWH_SCALE);
    }

    /// Whether heartbeat `i` is void.
    public boolean isVoid(int i) {
        return microKwh[i] == VOID;
    }

    /// Microseconds since 1970 of heartbeat `i`.
    public long micros(int i) {
        return micros[i];
    }

    /// Energy of heartbeat `i` in millionths of a kWh, or [#VOID].
    public long microKwh(int i) {
        return microKwh[i];
    }
}
