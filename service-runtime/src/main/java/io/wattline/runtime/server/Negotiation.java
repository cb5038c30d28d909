package io.wattline.runtime.server;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Answers 406 and 415, from what Helidon reads out of `Accept` and `Content-Type`.
final class Negotiation {

    private static final Comparator<HttpMediaType> BY_PRECISION = Comparator.comparingInt(
            range -> range.mediaType().isWildcardType() ? 0 : range.mediaType().isWildcardSubtype() ? 1 : 2);

    private Negotiation() {}

    /// Checks `Accept` against what the endpoint answers, and `Content-Type` against what it takes.
    ///
    /// A body without `Content-Type` is refused too: a web page can send one of those to another site without
    /// asking that site first.
    ///
    /// @throws io.wattline.runtime.http.ProblemException 406 or 415, saying what would be right
    static void check(ServerRequest request, Endpoint endpoint) {
        List<HttpMediaType> accepted = request.headers().acceptedTypes();
        if (!accepted.isEmpty() && endpoint.produces().stream().noneMatch(type -> weight(accepted, type) > 0)) {
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

    /// The weight that the most precise of the ranges gives to `type` (RFC 9110 section 12.5.1); 0 if none includes
    /// it. Helidon's own `isAccepted` takes any range for a yes, also one with `q=0`.
    static double weight(List<HttpMediaType> ranges, String type) {
        HttpMediaType offered = HttpMediaType.create(type);
        return ranges.stream()
                .filter(range ->
                        range.test(offered) || range.mediaType().text().strip().equalsIgnoreCase(type))
                .max(BY_PRECISION)
                .map(HttpMediaType::qualityFactor)
                .orElse(0.0);
    }

    private static String contentType(ServerRequest request) {
        return request.headers()
                .contentType()
                .map(type -> type.mediaType().text().strip().toLowerCase(Locale.ROOT))
                .orElse(MediaTypes.WILDCARD.text());
    }
}
