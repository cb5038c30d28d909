package io.wattline.ingestor.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// The leases of the ingestors of one share group, dated by one clock that is not ours. Every call has a time-out.
///
/// A lease runs until it ends; one that ends later than it could, by more than a minute, was given before that clock
/// was set back, and has expired too.
///
/// Each method throws [LeaseStoreException] if the answer is not known; what it was to do may have been done.
public interface LeaseStore extends AutoCloseable {

    /// A slot of the share group.
    ///
    /// @param number its number, the second half of the client identifier
    /// @param retiring whether it is surplus, to be emptied and ended instead of served
    record Slot(int number, boolean retiring) {}

    /// A slot that is ours now.
    ///
    /// @param adopted whether its holder had let the lease expire
    record Taken(Slot slot, boolean adopted) {}

    /// Enters our id for one lease, unless another instance holds it on a lease that still runs. Slots that an
    /// earlier instance of ours left are ours at once.
    ///
    /// @return whether we are in
    boolean enter(Identity identity, Duration lease);

    /// Makes the share group have exactly this many slots that are not retiring; the last call wins.
    ///
    /// @return how many it had before
    int setSlotCount(int slots);

    /// Renews our id and every slot we hold, expired or not, unless another took it. An id that has been forgotten is
    /// entered again.
    Renewal renew(Identity identity, Duration lease, Presence presence);

    /// The time by the clock that dates the leases.
    Instant now();

    /// Takes up to `most` slots that are free and, if `adopt`, slots whose holder let the lease expire.
    ///
    /// @return those taken
    Set<Taken> take(Identity identity, Duration lease, int most, boolean adopt);

    /// Frees a slot of ours for other ingestors.
    void free(Identity identity, int slot);

    /// Removes a retiring slot of ours, whose session has ended.
    void remove(Identity identity, int slot);

    /// Ends our lease on our id: we count as gone.
    void leave(Identity identity);

    @Override
    void close();
}
