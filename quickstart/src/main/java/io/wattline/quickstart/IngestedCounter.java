package io.wattline.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads from an ingestor's metrics how many readings it has stored: the same figure an operator would look at.
final class IngestedCounter {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Pattern ACCEPTED =
            Pattern.compile("wattline_items_total\\{[^}]*outcome=\"accepted\"[^}]*\\} ([0-9.E+]+)");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final HttpRequest request;

    IngestedCounter(URI ingestor) {
        request = HttpRequest.newBuilder(ingestor.resolve("/metrics"))
                .timeout(LIMIT)
                .build();
    }

    /// Readings accepted since the start; empty if the ingestor does not answer.
    OptionalLong accepted() throws InterruptedException {
        try {
            String metrics =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            double sum = 0;
            Matcher matcher = ACCEPTED.matcher(metrics);
            while (matcher.find()) {
                sum += Double.parseDouble(matcher.group(1));
            }
            return OptionalLong.of(Math.round(sum));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
