package io.wattline.query;

import io.wattline.query.performance.WindowTooFragmentedException;
import io.wattline.query.postgres.connection.DatabaseFaults;
import io.wattline.query.recent.OverdueException;
import io.wattline.runtime.http.FaultMapper;
import io.wattline.runtime.http.Problem;
import java.util.Optional;

/// The answers to callers when something fails that is not a bug.
final class QueryFaults implements FaultMapper {

    private static final int RETRY_AFTER_SECONDS = 5;

    @Override
    public Optional<Problem> map(RuntimeException fault) {
        if (fault instanceof WindowTooFragmentedException) {
            return Optional.of(Problem.badParameter("startTime", "must be later: " + fault.getMessage()));
        }
        if (fault instanceof OverdueException) {
            return Optional.of(unavailable("The figures are still being worked out; try again later"));
        }
        return switch (DatabaseFaults.of(fault)) {
            case AWAY -> Optional.of(unavailable("The database does not answer; try again later"));
            case TOO_SLOW ->
                Optional.of(unavailable("The database took too long; ask for less at once, or try again later"));
            case NOT_READY ->
                Optional.of(unavailable("The database is not set up for this version; its operator must migrate it"));
            case OTHER -> Optional.empty();
        };
    }

    private static Problem unavailable(String detail) {
        return Problem.unavailable(detail, RETRY_AFTER_SECONDS);
    }
}
