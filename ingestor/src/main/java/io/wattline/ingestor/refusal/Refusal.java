package io.wattline.ingestor.refusal;

/// One thing that one client did.
///
/// @param client the client identifier as the broker knows it, cut to 128 characters, without control characters; the
///     client chose it itself where it was not let in
/// @param reason what it was
/// @param detail in the broker's words or ours, for people, cut to 200 characters, likewise
public record Refusal(String client, RefusalReason reason, String detail) {

    /// Where no client is known: the broker does not name it, or there is no room to tell it apart from others.
    public static final String OTHERS = "(others)";

    private static final int MAX_CLIENT_CHARS = 128;
    private static final int MAX_DETAIL_CHARS = 200;

    public Refusal {
        client = plain(client, MAX_CLIENT_CHARS);
        detail = plain(detail, MAX_DETAIL_CHARS);
        if (client.isBlank() || client.equals("<unknown>")) {
            client = OTHERS;
        }
    }

    private static String plain(String text, int maxChars) {
        String cut = text.length() <= maxChars ? text : text.substring(0, maxChars);
        return cut.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    }
}
