package io.wattline.sim.report;

import java.util.Locale;

/// What kept a run from sending on time.
public enum Bottleneck {
    /// Nothing: it sent on time.
    NONE,
    /// The broker, or the road to it: messages waited for acknowledgements of those before them.
    BROKER,
    /// This program, or the machine it runs on: messages were late although nothing waited for the broker. What
    /// was measured is then not the limit of the system under test.
    SIMULATOR;

    /// Achieving less than this share of the intended rate is falling behind.
    private static final double ON_TIME_SHARE = 0.99;

    /// A median message that leaves later than this is falling behind, too.
    private static final double ON_TIME_MILLIS = 1000;

    private static final double HELD_UP_SHARE = 0.1;
    private static final double BUSY_SHARE = 0.8;

    /// What a run was occupied with.
    ///
    /// @param heldUpShare of the time, sending stood still because too much waited for its PUBACK
    /// @param queuedMillis how long the median message waited for a place in its connection's window
    /// @param processorShare of the machine's processors, this process kept busy
    record Load(double heldUpShare, double queuedMillis, double processorShare) {}

    /// Judges a run. A slow broker cannot be told from a slow network, nor from one that shares this machine.
    ///
    /// @param rateShare the achieved rate as a share of the intended one
    /// @param lateMillis how late the median message left
    static Bottleneck judge(double rateShare, double lateMillis, Load load) {
        if (rateShare >= ON_TIME_SHARE && lateMillis <= ON_TIME_MILLIS) {
            return NONE;
        }
        boolean waited = load.heldUpShare() > HELD_UP_SHARE || load.queuedMillis() > lateMillis / 2;
        return waited && load.processorShare() < BUSY_SHARE ? BROKER : SIMULATOR;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
