package io.wattline.quickstart;

import org.jspecify.annotations.Nullable;

/// The quickstart cannot go on; the message says what to do.
public final class QuickstartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public QuickstartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
