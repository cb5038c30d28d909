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

/// Asks an ingestor what an operator would ask it: whether it is ready, and how many readings it has stored.
final class IngestorProbe {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Pattern ACCEPTED =
            Pattern.compile("wattline_items_total\\{[^}]*outcome=\"accepted\"[^}]*\\} ([0-9.E+]+)");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final HttpRequest metrics;
    private final HttpRequest readiness;

    IngestorProbe(URI ingestor) {
        metrics = get(ingestor.resolve("/metrics"));
        readiness = get(ingestor.resolve("/health/ready"));
    }

    private static HttpRequest get(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(LIMIT).build();
    }

    /// Whether it takes readings: its sessions are subscribed, and the database answers.
    boolean isReady() throws InterruptedException {
        try {
            return http.send(readiness, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /// Readings accepted since the start; empty if the ingestor does not answer.
    OptionalLong accepted() throws InterruptedException {
        try {
            String text =
                    http.send(metrics, HttpResponse.BodyHandlers.ofString()).body();
            double sum = 0;
            Matcher matcher = ACCEPTED.matcher(text);
            while (matcher.find()) {
                sum += Double.parseDouble(matcher.group(1));
            }
            return OptionalLong.of(Math.round(sum));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
