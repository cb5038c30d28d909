package io.wattline.runtime.http;

import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.ServerRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The types of answer that a caller takes, from what Helidon reads out of `Accept` (RFC 9110 section 12.5.1).
///
/// @param ranges the ranges with their parameters; empty where the caller takes anything
public record Accepted(List<HttpMediaType> ranges) {

    private static final Comparator<HttpMediaType> BY_PRECISION = Comparator.comparingInt(Accepted::precision);

    public Accepted {
        ranges = List.copyOf(ranges);
    }

    /// What the caller of `request` takes.
    public static Accepted by(ServerRequest request) {
        return new Accepted(request.headers().acceptedTypes());
    }

    /// The one of the types with the greatest weight, the first of equals; empty if the caller takes none of them.
    ///
    /// @param offered media types, with parameters where these matter, such as `version`
    public Optional<String> best(List<String> offered) {
        return offered.stream()
                .filter(type -> weight(type) > 0)
                .reduce((first, second) -> weight(second) > weight(first) ? second : first);
    }

    /// The weight that the most precise of the ranges gives to `type`; 0 if none includes it. Helidon's own
    /// `isAccepted` takes any range for a yes, also one with `q=0`.
    double weight(String type) {
        if (ranges.isEmpty()) {
            return 1;
        }
        HttpMediaType offered = HttpMediaType.create(type);
        return ranges.stream()
                .filter(range -> includes(range, offered))
                .max(BY_PRECISION)
                .map(HttpMediaType::qualityFactor)
                .orElse(0.0);
    }

    private static boolean includes(HttpMediaType range, HttpMediaType offered) {
        boolean sameType = range.test(offered.mediaType()) || name(range).equalsIgnoreCase(name(offered));
        return sameType && range.parameters().entrySet().stream().allMatch(asked -> agrees(asked, offered));
    }

    // A parameter that an offer says nothing of does not exclude it; nor does a charset: all text is UTF-8.
    private static boolean agrees(Map.Entry<String, String> asked, HttpMediaType offered) {
        String value = offered.parameters().get(asked.getKey());
        return value == null
                || asked.getKey().equals(HttpMediaType.CHARSET_PARAMETER)
                || value.equalsIgnoreCase(asked.getValue());
    }

    private static String name(HttpMediaType type) {
        return type.mediaType().text().strip();
    }

    private static int precision(HttpMediaType range) {
        if (range.mediaType().isWildcardType()) {
            return 0;
        }
        return range.mediaType().isWildcardSubtype()
                ? 1
                : 2 + range.parameters().size();
    }
}
