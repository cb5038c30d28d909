package io.wattline.runtime.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts wrong keys by the address they came from: [#MAX_FAILURES] within [#WINDOW], which begins with the first.
///
/// Remembers [#MAX_ADDRESSES] addresses and forgets the ones that failed first. Whoever has more addresses than that
/// is not held up by counting; what stops guessing is that a generated key has 256 random bits. Safe for all threads.
final class FailedAttempts {

    static final int MAX_FAILURES = 20;
    static final Duration WINDOW = Duration.ofMinutes(1);
    static final int MAX_ADDRESSES = 10_000;

    private record Attempts(long sinceNanos, int failures) {}

    private final Map<String, Attempts> byAddress = new LinkedHashMap<>();

    /// For how many whole seconds, rounded up, the address is shut out; 0 if it is not.
    synchronized long secondsShutOut(String address, long nowNanos) {
        Attempts attempts = byAddress.get(address);
        if (attempts == null || attempts.failures() < MAX_FAILURES) {
            return 0;
        }
        long left = WINDOW.toNanos() - (nowNanos - attempts.sinceNanos());
        return left <= 0 ? 0 : (left + 999_999_999) / 1_000_000_000;
    }

    /// Notes a wrong key.
    synchronized void failed(String address, long nowNanos) {
        Attempts attempts = byAddress.get(address);
        if (attempts != null && nowNanos - attempts.sinceNanos() < WINDOW.toNanos()) {
            byAddress.put(address, new Attempts(attempts.sinceNanos(), attempts.failures() + 1));
            return;
        }
        byAddress.remove(address);
        if (byAddress.size() >= MAX_ADDRESSES) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
        byAddress.put(address, new Attempts(nowNanos, 1));
    }

    /// How many addresses are remembered.
    synchronized int size() {
        return byAddress.size();
    }
}
