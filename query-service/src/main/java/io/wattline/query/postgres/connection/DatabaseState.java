package io.wattline.query.postgres.connection;

import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;

/// Remembers whether the database answered last time, so that only changes are logged.
final class DatabaseState {

    private enum State {
        UNKNOWN,
        ANSWERS,
        AWAY,
        NOT_READY
    }

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseState.class);

    private final AtomicReference<State> state = new AtomicReference<>(State.UNKNOWN);

    void answered() {
        // Read first: a compare-and-set a request would keep all threads busy with one cache line.
        if (state.get() != State.ANSWERS && state.getAndSet(State.ANSWERS) != State.ANSWERS) {
            LOG.info("database answers");
        }
    }

    void failed(RuntimeException fault) {
        switch (DatabaseFaults.of(fault)) {
            case AWAY -> change(State.AWAY, "database does not answer", fault);
            case NOT_READY -> change(State.NOT_READY, "database is not as this version needs it", fault);
            case TOO_SLOW -> LOG.warn("database took too long cause={}", cause(fault));
            case OTHER -> {}
        }
    }

    private void change(State to, String message, RuntimeException fault) {
        if (state.getAndSet(to) != to) {
            LOG.warn("{} cause={}", message, cause(fault));
        }
    }

    private static String cause(RuntimeException fault) {
        return fault instanceof NestedRuntimeException nested
                ? nested.getMostSpecificCause().toString()
                : fault.toString();
    }
}
