package io.wattline.ingestor.lease;

import io.wattline.settings.Settings;
import java.time.Duration;

/// How leases are kept.
///
/// @param slots how many slots the share group has, up to 64; the last ingestor to start decides; 0 retires the group
/// @param lease how long a lease lasts without renewal, 1 s to 10 min
/// @param renew how often it is renewed, at most a third of the lease, so that two renewals may fail
/// @param adoption whether slots of holders that let their lease expire are taken over; off only to show what that
///     costs
public record LeaseConfig(int slots, Duration lease, Duration renew, boolean adoption) {

    /// The most slots.
    public static final int MAX_SLOTS = 64;

    public LeaseConfig {
        if (slots < 0 || slots > MAX_SLOTS) {
            throw new IllegalArgumentException("there are 0 to " + MAX_SLOTS + " slots");
        }
        if (lease.compareTo(Duration.ofSeconds(1)) < 0 || lease.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("a lease lasts PT1S to PT10M");
        }
        if (renew.compareTo(Duration.ofMillis(100)) < 0 || renew.multipliedBy(3).compareTo(lease) > 0) {
            throw new IllegalArgumentException(
                    "a lease is renewed every PT0.1S at most, and three times in its length");
        }
    }

    /// Reads `SLOT_LEASE`, `SLOT_RENEW` and `SLOT_ADOPTION`.
    public static LeaseConfig read(Settings settings, int slots) {
        Duration lease =
                settings.duration("SLOT_LEASE", Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(10));
        Duration renew =
                settings.duration("SLOT_RENEW", Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofMinutes(3));
        boolean adoption = settings.flag("SLOT_ADOPTION", true);
        LeaseConfig usual = new LeaseConfig(slots, Duration.ofSeconds(10), Duration.ofSeconds(3), adoption);
        return settings.built("SLOT_RENEW", usual, () -> new LeaseConfig(slots, lease, renew, adoption));
    }

    /// How long a slot may be unserved before an alarm is raised: a lease, and the time until the
    /// next renewals of the ingestor that adopts it. Beyond that something is wrong.
    public Duration unservedAfter() {
        return lease.plus(renew.multipliedBy(2));
    }
}
