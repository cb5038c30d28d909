package io.wattline.e2e.faults.harness;

import java.time.Duration;
import java.util.Map;

/// How long everything takes.
///
/// @param name `short` or `long`
/// @param lease how long a slot is leased
/// @param renew how often the lease is renewed
/// @param outage how long something is away
/// @param freeze how long a stopped process sleeps where it is to lose its leases
/// @param rate messages a second
/// @param repeats how often each fault is run
public record Form(
        String name, Duration lease, Duration renew, Duration outage, Duration freeze, int rate, int repeats) {

    /// For every build.
    static final Form SHORT = new Form(
            "short",
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            500,
            1);

    /// For `-Pnightly`: the lengths that operators meet, and the default leases.
    static final Form LONG = new Form(
            "long",
            Duration.ofSeconds(10),
            Duration.ofSeconds(3),
            Duration.ofSeconds(60),
            Duration.ofSeconds(40),
            500,
            3);

    private static final Form NOW = "long".equals(System.getProperty("tests.form")) ? LONG : SHORT;

    /// The form of this build.
    public static Form now() {
        return NOW;
    }

    public boolean isLong() {
        return this == LONG;
    }

    /// A bound for waiting, not a wait: far beyond what it takes on a machine that is busy with other things.
    public Duration bound() {
        return outage.plus(Duration.ofSeconds(60));
    }

    Map<String, String> ingestorSettings() {
        return Map.of("SLOT_LEASE", lease.toString(), "SLOT_RENEW", renew.toString(), "SHUTDOWN_TIMEOUT", "PT10S");
    }
}
