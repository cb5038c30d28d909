package io.wattline.db;

import org.jspecify.annotations.Nullable;

/// A migration or a compaction could not be done. The message says what stopped it and what to do about it;
/// nothing half done is left behind, and running again is safe.
public final class DatabaseTaskException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseTaskException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
