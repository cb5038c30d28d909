package io.wattline.query.system;

import java.time.Duration;
import java.time.Instant;

/// The port to the state of the installation.
@FunctionalInterface
public interface SystemSource {

    /// The state now.
    ///
    /// @param now against which ages are measured
    /// @param staleAfter from which age of its newest reading a device counts as stale, exclusive
    SystemState at(Instant now, Duration staleAfter);
}
