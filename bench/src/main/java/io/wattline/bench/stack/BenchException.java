package io.wattline.bench.stack;

import org.jspecify.annotations.Nullable;

/// Something needed for the benchmark is not there or did not work; the message says what to do.
public final class BenchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BenchException(String message) {
        super(message);
    }

    public BenchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
