package io.wattline.runtime.http;

import java.util.Optional;

/// Maps the exceptions of a service that are not bugs, for example that its database is away, to answers.
@FunctionalInterface
public interface FaultMapper {

    /// What to answer for `fault`; empty for a bug, which is logged and answered with a plain 500.
    Optional<Problem> map(RuntimeException fault);

    /// Knows none.
    static FaultMapper none() {
        return fault -> Optional.empty();
    }
}
