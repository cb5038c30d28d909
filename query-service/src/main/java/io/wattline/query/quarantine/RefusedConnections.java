package io.wattline.query.quarantine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The port to the tally of refused connections.
public interface RefusedConnections {

    /// What a page begins behind: the last row of the page before.
    record Key(Instant lastSeen, String client, String reason) {}

    /// Rows by the time they were counted last, the newest first, at most `limit`.
    List<RefusedConnection> page(Optional<Key> after, int limit);
}
