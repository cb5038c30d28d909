package io.wattline.runtime.lifecycle;

/// A service cannot start for a reason that has an exit code of its own; the message says what to do.
public final class StartRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /// A refusal.
    ///
    /// @param exitCode 1 to 125; 1 and 2 already mean a failed start and a bad configuration
    public StartRefusedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /// The code the process ends with.
    public int exitCode() {
        return exitCode;
    }
}
