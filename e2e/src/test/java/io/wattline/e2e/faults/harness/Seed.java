package io.wattline.e2e.faults.harness;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/// The seed of all that is random in the suite, printed once and set by `-Dfaults.seed`.
public final class Seed {

    private static final long VALUE = Long.getLong("faults.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private static final AtomicLong LOADS = new AtomicLong(VALUE);

    static {
        System.out.println("fault suite: replay with -Dfaults.seed=" + VALUE);
    }

    private Seed() {}

    static long value() {
        return VALUE;
    }

    /// A seed for one more load.
    static long next() {
        return LOADS.getAndIncrement();
    }

    /// Random choices that the seed repeats.
    public static Random random() {
        return new Random(VALUE);
    }
}
