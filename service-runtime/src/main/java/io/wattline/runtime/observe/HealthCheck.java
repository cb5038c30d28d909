package io.wattline.runtime.observe;

import java.util.function.BooleanSupplier;

/// One thing a service needs, and whether it works now.
///
/// @param name what it is, in lower camel case: `database`
/// @param probe finds out
public record HealthCheck(String name, Probe probe) {

    /// Finds out; may block for a while, but should give up by itself (time-outs) or on an interrupt.
    @FunctionalInterface
    public interface Probe {
        /// Returns if all is well.
        ///
        /// @throws Exception if not; its class, not its message, is what the probe's answer shows
        void check() throws Exception;
    }

    /// A check that throws [DownException] with `complaint` while `condition` is false.
    public static HealthCheck that(String name, BooleanSupplier condition, String complaint) {
        return new HealthCheck(name, () -> {
            if (!condition.getAsBoolean()) {
                throw new DownException(complaint);
            }
        });
    }

    /// Something is down for a reason that may be shown to everyone.
    public static final class DownException extends Exception {

        private static final long serialVersionUID = 1L;

        /// Down, and why.
        ///
        /// @param complaint shown in the probe's answer; no internals, no secrets
        public DownException(String complaint) {
            super(complaint, null, false, false);
        }
    }
}
