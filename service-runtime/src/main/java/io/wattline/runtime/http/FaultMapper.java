package io.wattline.runtime.http;

import java.util.Optional;

/// Knows which exceptions of a service are no bugs, for example that its database is away.
@FunctionalInterface
public interface FaultMapper {

    /// What to answer for `fault`; empty for a bug, which is logged and answered with a plain 500.
    Optional<Problem> map(RuntimeException fault);

    /// Knows none.
    static FaultMapper none() {
        return fault -> Optional.empty();
    }
}
