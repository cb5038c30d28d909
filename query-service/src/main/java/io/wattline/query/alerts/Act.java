package io.wattline.query.alerts;

import org.jspecify.annotations.Nullable;

/// Who acts, and their note.
///
/// @param by a name, 1 to 100 characters
/// @param keyId the API key that was used; null if none
/// @param note 1 to 500 characters; null for none
public record Act(
        String by, @Nullable String keyId, @Nullable String note) {

    /// The longest name.
    public static final int MAX_BY = 100;

    /// The longest note.
    public static final int MAX_NOTE = 500;
}
