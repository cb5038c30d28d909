package io.wattline.ingestor.lease;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the last renewal reported about the slots of this share group and of the others on the same database. Safe for
/// all threads.
public final class ShareGroup {

    private final String name;
    private volatile boolean hasTakenItsShare;
    private volatile Known known = new Known(0, Map.of());

    /// @param slots how many the group has
    private record Known(int slots, Map<String, Integer> unserved) {}

    public ShareGroup(String name) {
        this.name = name;
    }

    void renewed(Renewal renewal) {
        known = new Known(renewal.slots(), renewal.unserved());
    }

    public String name() {
        return name;
    }

    /// How many slots the group has, retiring ones included; 0 before the first renewal.
    public int slots() {
        return known.slots();
    }

    /// How many slots have been unserved for too long, by share group; groups that have none may be left out.
    public Map<String, Integer> unserved() {
        return known.unserved();
    }

    /// Notes that this ingestor has taken slots of its share, or has none.
    void tookItsShare() {
        hasTakenItsShare = true;
    }

    /// Says that the group has unserved slots, or that this ingestor has not taken its share since its start; null if
    /// all is well.
    public @Nullable String complaint() {
        if (!hasTakenItsShare) {
            return "no share of the slots has been taken yet";
        }
        int unserved = known.unserved().getOrDefault(name, 0);
        if (unserved == 0) {
            return null;
        }
        return unserved + " of the " + slots() + " slots of the share group have no holder that is connected";
    }
}
