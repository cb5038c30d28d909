package io.wattline.runtime.logging;

/// Makes text from outside fit for a log line.
final class LogText {

    /// The longest message, in characters; what is cut off is counted in its place.
    static final int MAX_LENGTH = 2_000;

    private LogText() {}

    /// Escapes control characters, line separators and lone surrogates, and cuts at [#MAX_LENGTH].
    static String safe(String text) {
        int end = Math.min(text.length(), MAX_LENGTH);
        StringBuilder safe = new StringBuilder(end + 16);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (isHarmless(c)) {
                safe.append(c);
            } else {
                safe.append(String.format("\\u%04x", (int) c));
            }
        }
        if (end < text.length()) {
            safe.append("... (").append(text.length() - end).append(" more characters)");
        }
        return safe.toString();
    }

    private static boolean isHarmless(char c) {
        return switch (Character.getType(c)) {
            // FORMAT holds the marks that turn the direction of text, which can disguise a line as well.
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
