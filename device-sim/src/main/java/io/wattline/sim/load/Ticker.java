package io.wattline.sim.load;

import java.util.concurrent.locks.LockSupport;

/// Monotonic time, and waiting for it.
public interface Ticker {

    /// The clock of this JVM.
    Ticker SYSTEM = new Ticker() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(long nanos) {
            LockSupport.parkNanos(nanos);
        }
    };

    /// Nanoseconds from an arbitrary origin, never going back.
    long nanos();

    /// Waits for about this long, or less; the caller looks at the time again.
    void pause(long nanos);
}
