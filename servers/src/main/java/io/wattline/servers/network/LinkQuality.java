package io.wattline.servers.network;

import java.time.Duration;

/// How one direction behaves.
///
/// @param held nothing passes: bytes, and the end of the stream, wait until the link opens again
/// @param delay how much later than it came each byte leaves
/// @param bytesPerSecond the rate of each connection; 0 is no limit
/// @param fragmentBytes the most that leaves in one write; 0 is no limit
record LinkQuality(boolean held, Duration delay, int bytesPerSecond, int fragmentBytes) {

    static final LinkQuality CLEAR = new LinkQuality(false, Duration.ZERO, 0, 0);

    LinkQuality {
        if (delay.isNegative() || bytesPerSecond < 0 || fragmentBytes < 0) {
            throw new IllegalArgumentException("a delay, rate or fragment size below zero");
        }
    }

    LinkQuality withHeld(boolean nothingPasses) {
        return new LinkQuality(nothingPasses, delay, bytesPerSecond, fragmentBytes);
    }

    LinkQuality withDelay(Duration later) {
        return new LinkQuality(held, later, bytesPerSecond, fragmentBytes);
    }

    LinkQuality withRate(int perSecond, int fragment) {
        return new LinkQuality(held, delay, perSecond, fragment);
    }

    /// The most that may leave in one write: at a limited rate a tenth of a second's worth, so that it is even.
    int writeBytes() {
        int even = bytesPerSecond == 0 ? Integer.MAX_VALUE : Math.max(1, bytesPerSecond / 10);
        return fragmentBytes == 0 ? even : Math.min(fragmentBytes, even);
    }

    long nanosFor(int bytes) {
        return bytesPerSecond == 0 ? 0 : bytes * 1_000_000_000L / bytesPerSecond;
    }
}
