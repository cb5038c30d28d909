package io.wattline.query.stats;

import java.time.Instant;

/// The port to the figures.
public interface StatsSource {

    /// The figures as of `at`, which is now. Readings that claim to be measured later do not count in the
    /// energies.
    Stats at(Instant at);
}
