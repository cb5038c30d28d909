package io.wattline.runtime.server;

import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Request;
import io.wattline.runtime.http.Route;
import java.util.Locale;
import java.util.stream.Stream;

/// Answers 406 and 415.
final class MediaNegotiation {

    private MediaNegotiation() {}

    /// Checks `Accept` against what the route answers, and `Content-Type` against what it takes.
    ///
    /// A body without `Content-Type` is refused too: a web page can send one of those to another site without
    /// asking that site first.
    ///
    /// @throws io.wattline.runtime.http.ProblemException 406 or 415, saying what would be right
    static void check(Request request, Route.Media media, boolean hasBody) {
        String produces = media.produces();
        if (!request.header("Accept").map(accept -> accepts(accept, produces)).orElse(true)) {
            throw Problem.of(406, "This answers " + produces + " only").asException();
        }
        if (hasBody
                && !media.consumes()
                        .contains(essence(request.header("Content-Type").orElse("")))) {
            String expected =
                    String.join(" or ", media.consumes().stream().sorted().toList());
            throw Problem.of(
                            415,
                            expected.isEmpty() ? "This takes no body" : "Send the body with Content-Type: " + expected)
                    .asException();
        }
    }

    /// Whether a list of media ranges includes `type` with a weight above 0.
    static boolean accepts(String accept, String type) {
        String group = type.substring(0, type.indexOf('/') + 1) + "*";
        return Stream.of(accept.split(",", -1))
                .filter(range -> !range.replace(" ", "").matches("(?i).*;q=0(\\.0*)?(;.*)?"))
                .map(MediaNegotiation::essence)
                .anyMatch(range -> range.equals("*/*") || range.equals(group) || range.equals(essence(type)));
    }

    private static String essence(String mediaType) {
        int semicolon = mediaType.indexOf(';');
        return (semicolon < 0 ? mediaType : mediaType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
