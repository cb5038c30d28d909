package io.wattline.ingestor.lease;

import java.util.Set;

/// Serves slots. No call waits for the broker. All calls are made by the lease thread.
public interface SlotHolder {

    /// Begins to serve a slot, if that is not so already; a connection that ended is made anew for as long as it is
    /// held.
    void serve(int slot);

    /// Begins to let go of a slot in order: takes no more, waits for what is in hand, disconnects keeping the session.
    void letGo(int slot);

    /// Begins to end a slot's session for good: UNSUBSCRIBE, acknowledge until quiet, DISCONNECT with expiry 0.
    void retire(int slot);

    /// Stops serving a slot that is not ours any more, at once.
    void drop(int slot);

    /// Whether to keep a session of our own up that gets no readings, to show that the broker can be reached: wanted
    /// while we hold no slot.
    void standBy(boolean wanted);

    /// Which sessions are up now.
    Presence presence();

    /// The slots that are served, being let go of or being retired.
    Set<Integer> busy();

    /// The slots that have been retired, their sessions ended, since they were last asked for.
    Set<Integer> retired();
}
