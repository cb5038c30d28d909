package io.wattline.query.recent;

/// Another caller has been working out the answer for too long.
public final class OverdueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OverdueException() {
        super("the answer is being worked out for another caller and is not there in time", null, false, false);
    }
}
