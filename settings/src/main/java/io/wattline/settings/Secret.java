package io.wattline.settings;

/// A password or key that cannot be printed by accident: `toString` is always `[redacted]`.
///
/// Deliberately no record: a record would print its component. Two secrets are equal only if they are the same
/// object.
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /// Wraps `value`.
    public static Secret of(String value) {
        return new Secret(value);
    }

    /// The secret itself, for the one call that needs it.
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
