package io.wattline.ingestor.lease;

import java.util.Map;
import java.util.Set;

/// What a renewal found.
///
/// @param identityLost another instance goes by our id now; nothing was renewed
/// @param standing where we stand among the ingestors of our share group
/// @param slots how many slots there are, retiring ones included
/// @param held the slots that are ours until the lease ends
/// @param unserved how many slots have been unserved for too long, by share group; groups that have none are left out
public record Renewal(
        boolean identityLost, Standing standing, int slots, Set<LeaseStore.Slot> held, Map<String, Integer> unserved) {

    /// Our place in the share group. Only ingestors that have a session up count.
    ///
    /// @param counts whether we count
    /// @param rank how many of those that count come before us, ordered by id
    /// @param counted how many count
    /// @param othersSteady whether another has had a session up for at least a lease
    public record Standing(boolean counts, int rank, int counted, boolean othersSteady) {

        /// How many slots are our share, if we count: the whole part of slots ÷ ingestors, and one more for the first
        /// of the rest.
        int shareOf(int slots) {
            int among = Math.max(counted, 1);
            return slots / among + (rank < slots % among ? 1 : 0);
        }
    }

    public Renewal {
        held = Set.copyOf(held);
        unserved = Map.copyOf(unserved);
    }

    /// The answer to an instance whose id belongs to another instance.
    public static Renewal lost() {
        return new Renewal(true, new Standing(false, 0, 0, false), 0, Set.of(), Map.of());
    }

    /// How many slots are our share, if we count.
    int fairShare() {
        return standing.shareOf(slots);
    }
}
