package io.wattline.servers.process;

import org.opentest4j.TestAbortedException;

/// What a test needs of the machine and may not find there.
public final class Requirement {

    private Requirement() {}

    /// The exception to throw for something missing: it skips the test with the reason, but fails it where `CI=true`,
    /// so that no suite turns green there by running nothing.
    public static RuntimeException missing(String reason) {
        return missing(reason, "true".equals(System.getenv("CI")));
    }

    static RuntimeException missing(String reason, boolean onCi) {
        return onCi
                ? new IllegalStateException("CI=true, so nothing may be skipped: " + reason)
                : new TestAbortedException(reason);
    }
}
