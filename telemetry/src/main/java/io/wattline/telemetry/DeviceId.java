package io.wattline.telemetry;

/// The grammar of device ids: `[A-Za-z0-9][A-Za-z0-9._:*_-]{0,63}`.
///
/// Ids are ASCII, so ordering them as Java strings and ordering them under PostgreSQL's `C` collation agree.
public final class DeviceId {

    /// The longest id, in characters.
    public static final int MAX_LENGTH = 64;

    private DeviceId() {}

    /// Tells whether `text` is a device id. Never throws.
    public static boolean isValid(CharSequence text) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH || !isAlphanumeric(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && c != '.' && c != '_' && c != ':' && c != '*' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /// Returns `text` unchanged.
    ///
    /// @throws IllegalArgumentException if it is outside the grammar; the message does not repeat the text
    public static String require(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    "not a device id: 1 to 64 of A-Z a-z 0-9 . _ : * -, starting with a letter or a digit");
        }
        return text;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
