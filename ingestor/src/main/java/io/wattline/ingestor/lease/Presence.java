package io.wattline.ingestor.lease;

import java.util.Set;

/// Which MQTT sessions of an ingestor are up; reported at each renewal.
///
/// @param connected whether it has any, a slot's or, while it holds none, its standby: only then it counts
/// @param served the slots whose sessions are connected and get what the broker has for them
public record Presence(boolean connected, Set<Integer> served) {

    public Presence {
        served = Set.copyOf(served);
    }

    /// No session is up.
    public static final Presence NONE = new Presence(false, Set.of());
}
