package io.wattline.sim.workload;

import java.time.Duration;

/// How often the fleet speaks.
public sealed interface Pace {

    /// Over what time the fleet comes up from nothing; zero for at once.
    Duration rampUp();

    /// Each device at its own heartbeat.
    ///
    /// @param interval 1 ms to 1 day
    /// @param burst false to spread the fleet evenly over the interval, true for all devices at its beginning
    /// @param rampUp the devices join one after the other over this time
    record Heartbeat(Duration interval, boolean burst, Duration rampUp) implements Pace {
        public Heartbeat {
            if (interval.compareTo(Duration.ofMillis(1)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("a heartbeat is PT0.001S to PT24H, not " + interval);
            }
            requireRampUp(rampUp);
        }

        /// Spread evenly, at once.
        public Heartbeat(Duration interval) {
            this(interval, false, Duration.ZERO);
        }
    }

    /// The whole fleet at a fixed number of messages a second, devices in turn.
    ///
    /// @param perSecond 1 to 1,000,000: above that two messages would share a microsecond
    /// @param rampUp the rate grows evenly from 0 over this time
    record Rate(int perSecond, Duration rampUp) implements Pace {
        public Rate {
            if (perSecond < 1 || perSecond > 1_000_000) {
                throw new IllegalArgumentException("a rate is 1 to 1000000 messages a second, not " + perSecond);
            }
            requireRampUp(rampUp);
        }

        /// At once.
        public Rate(int perSecond) {
            this(perSecond, Duration.ZERO);
        }
    }

    private static void requireRampUp(Duration rampUp) {
        if (rampUp.isNegative() || rampUp.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("a ramp-up is PT0S to PT1H, not " + rampUp);
        }
    }
}
