package io.wattline.servers.network;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// One direction of all connections of a proxy; its quality may change at any time, from any thread.
final class Link {

    // A connection that ends while its link is held is noticed within this.
    private static final long CHECK_MILLIS = 100;

    private final AtomicLong bytes = new AtomicLong();
    private LinkQuality quality = LinkQuality.CLEAR;

    synchronized void change(UnaryOperator<LinkQuality> how) {
        quality = how.apply(quality);
        notifyAll();
    }

    /// The quality now; while the link is held, first waits until it opens or `ended` becomes true.
    synchronized LinkQuality awaitOpen(BooleanSupplier ended) throws InterruptedException {
        while (quality.held() && !ended.getAsBoolean()) {
            wait(CHECK_MILLIS);
        }
        return quality;
    }

    void count(int forwarded) {
        bytes.addAndGet(forwarded);
    }

    long bytes() {
        return bytes.get();
    }
}
