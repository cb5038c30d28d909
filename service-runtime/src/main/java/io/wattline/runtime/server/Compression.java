package io.wattline.runtime.server;

import io.wattline.runtime.http.Answer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Decides which answers are sent in gzip: texts above 1 KiB, to callers whose `Accept-Encoding` admits it
/// (RFC 9110 section 12.5.3).
final class Compression {

    /// The request header that decides.
    static final String HEADER = "Accept-Encoding";

    private static final int MOST_PLAIN_BYTES = 1_024;
    private static final Pattern TEXT =
            Pattern.compile("(?:text/|image/svg\\+xml|application/(?:[a-z.+-]*json|openmetrics-text)).*");
    private static final Pattern WEIGHT = Pattern.compile("q=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)");

    private Compression() {}

    /// Whether there is something to gain, so that the caller's wish decides.
    static boolean suits(Answer answer) {
        return answer.body().length > MOST_PLAIN_BYTES
                && TEXT.matcher(answer.contentType()).matches()
                && !answer.headers().containsKey("Content-Encoding");
    }

    /// Whether the header admits gzip, and does not prefer plain bytes.
    static boolean isAdmittedBy(String acceptEncoding) {
        Map<String, Double> weights = new HashMap<>();
        for (String element : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = element.split(";", 2);
            weights.merge(parts[0].strip(), parts.length == 1 ? 1 : weight(parts[1].strip()), Math::max);
        }
        double any = weights.getOrDefault("*", 0.0);
        double gzip = weights.getOrDefault("gzip", weights.getOrDefault("x-gzip", any));
        return gzip > 0 && gzip >= weights.getOrDefault("identity", 0.0);
    }

    // What is no weight counts as a refusal: plain bytes are always understood.
    private static double weight(String parameter) {
        return Arrays.stream(parameter.split(";", -1))
                .map(text -> WEIGHT.matcher(text.strip()))
                .filter(Matcher::matches)
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .findFirst()
                .orElse(0);
    }
}
