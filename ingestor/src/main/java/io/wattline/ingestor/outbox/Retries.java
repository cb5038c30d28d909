package io.wattline.ingestor.outbox;

import java.time.Duration;

/// When a message that failed is tried again, and when it is given up: after 24 attempts, most of a day.
public final class Retries {

    /// So many attempts, and no more.
    public static final int MOST = 24;

    private static final Duration FIRST = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofHours(1);

    private Retries() {}

    /// How long to wait after so many attempts, at least 1: twice as long each time, an hour at most.
    public static Duration pause(int attempts) {
        Duration pause = FIRST.multipliedBy(1L << Math.clamp(attempts - 1, 0, 20));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
