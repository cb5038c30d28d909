package io.wattline.sim.workload;

import org.jspecify.annotations.Nullable;

/// Messages in the order in which they are to be sent. One thread.
@FunctionalInterface
public interface MessageSource {

    /// The next message, due no earlier than the one before; null when there are no more.
    @Nullable
    Message next();
}
