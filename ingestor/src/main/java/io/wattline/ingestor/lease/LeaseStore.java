package io.wattline.ingestor.lease;

import java.time.Duration;
import java.util.Set;

/// The leases of all ingestors, dated by one clock that is not ours. Every call has a time-out.
///
/// Each method throws [LeaseStoreException] if the answer is not known; what it was to do may have been done.
public interface LeaseStore extends AutoCloseable {

    /// A slot of the share group.
    ///
    /// @param number its number, the second half of the client identifier
    /// @param draining whether it is surplus, to be emptied and ended instead of served
    record Slot(int number, boolean draining) {}

    /// A slot that is ours now.
    ///
    /// @param adopted whether its holder had let the lease expire
    record Taken(Slot slot, boolean adopted) {}

    /// What a renewal found.
    ///
    /// @param identityLost another instance goes by our id now; nothing was renewed
    /// @param rank our position among the ingestors that are alive, ordered by id
    /// @param ingestors how many are alive, ourselves included
    /// @param slots how many slots there are, draining ones included
    /// @param held the slots that are ours until the lease ends
    record Renewal(boolean identityLost, int rank, int ingestors, int slots, Set<Slot> held) {

        public Renewal {
            held = Set.copyOf(held);
        }

        /// How many slots are our share: the whole part of slots ÷ ingestors, and one more for the first of the rest.
        int fairShare() {
            return slots / ingestors + (rank < slots % ingestors ? 1 : 0);
        }
    }

    /// Enters our id for one lease, unless another instance goes by it on a lease that still runs. Slots that an
    /// earlier instance of ours left are ours at once.
    ///
    /// @return whether we are in
    boolean enter(Identity identity, Duration lease);

    /// Makes the share group have exactly this many slots that are not draining; the last who says so wins.
    ///
    /// @return how many it had before
    int setSlotCount(int slots);

    /// Renews our id and every slot we hold, expired or not, unless another took it.
    Renewal renew(Identity identity, Duration lease);

    /// Takes up to `most` slots that are free and, if `adopt`, slots whose holder let the lease expire.
    ///
    /// @return those taken
    Set<Taken> take(Identity identity, Duration lease, int most, boolean adopt);

    /// Frees a slot of ours for whoever wants it.
    void free(Identity identity, int slot);

    /// Removes a draining slot of ours, whose session has ended.
    void remove(Identity identity, int slot);

    /// Ends our lease on our id: we count as gone.
    void leave(Identity identity);

    @Override
    void close();
}
