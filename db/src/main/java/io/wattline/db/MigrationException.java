package io.wattline.db;

import org.jspecify.annotations.Nullable;

/// The database could not be brought to the current schema. The message says what stopped it and what to do
/// about it; nothing half done is left behind, and running again is safe.
public final class MigrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MigrationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
