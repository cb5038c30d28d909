package io.wattline.query.stats;

/// Another request has been working the figures out for too long: ask again later.
public final class StatsOverdueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StatsOverdueException() {
        super("the figures are still being worked out");
    }
}
