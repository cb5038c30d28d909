package io.wattline.runtime.server;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.runtime.http.Accepted;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Problem;
import java.util.Locale;

/// Answers 406 and 415, from what Helidon reads out of `Accept` and `Content-Type`.
final class Negotiation {

    private Negotiation() {}

    /// Checks `Accept` against what the endpoint answers, and `Content-Type` against what it takes.
    ///
    /// A body without `Content-Type` is refused too: a web page can send one of those to another site without
    /// asking that site first.
    ///
    /// @throws io.wattline.runtime.http.ProblemException 406 or 415, saying what would be right
    static void check(ServerRequest request, Endpoint endpoint) {
        if (Accepted.by(request).best(endpoint.produces()).isEmpty()) {
            throw Problem.of(406, "This answers " + String.join(" or ", endpoint.produces()) + " only")
                    .asException();
        }
        if (Exchange.of(request).body().isPresent() && !endpoint.consumes().contains(contentType(request))) {
            String expected =
                    String.join(" or ", endpoint.consumes().stream().sorted().toList());
            throw Problem.of(
                            415,
                            expected.isEmpty() ? "This takes no body" : "Send the body with Content-Type: " + expected)
                    .asException();
        }
    }

    private static String contentType(ServerRequest request) {
        return request.headers()
                .contentType()
                .map(type -> type.mediaType().text().strip().toLowerCase(Locale.ROOT))
                .orElse(MediaTypes.WILDCARD.text());
    }
}
