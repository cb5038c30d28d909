package io.wattline.sim.workload;

import java.time.Duration;

/// How often the fleet speaks.
public sealed interface Pace {

    /// Each device at its own heartbeat, the fleet spread evenly over it.
    ///
    /// @param interval 1 ms to 1 day
    record Heartbeat(Duration interval) implements Pace {
        public Heartbeat {
            if (interval.compareTo(Duration.ofMillis(1)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("a heartbeat is PT0.001S to PT24H, not " + interval);
            }
        }
    }

    /// The whole fleet at a fixed number of messages a second, devices in turn.
    ///
    /// @param perSecond 1 to 1,000,000: above that two messages would share a microsecond
    record Rate(int perSecond) implements Pace {
        public Rate {
            if (perSecond < 1 || perSecond > 1_000_000) {
                throw new IllegalArgumentException("a rate is 1 to 1000000 messages a second, not " + perSecond);
            }
        }
    }
}
