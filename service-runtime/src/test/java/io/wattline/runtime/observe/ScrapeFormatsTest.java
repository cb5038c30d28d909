package io.wattline.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.runtime.http.FaultMapper;
import io.wattline.runtime.server.HttpConfig;
import io.wattline.runtime.server.HttpServer;
import io.wattline.runtime.server.HttpSurface;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrapeFormatsTest {

    private static Metrics metrics;
    private static HttpServer server;

    @BeforeAll
    static void start() {
        metrics = new Metrics();
        metrics.registry().counter("wattline.readings.accepted").increment(3);
        server = HttpServer.start(
                HttpConfig.loopback(0),
                new HttpSurface(List.of(), List.of(metrics), FaultMapper.none(), metrics.registry()),
                InstantSource.fixed(Instant.EPOCH));
    }

    @AfterAll
    static void stop() {
        server.close();
        metrics.close();
    }

    private static HttpResponse<String> scrape(String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String type(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    // The third and the fourth are what Prometheus 2 and 3 send.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/openmetrics-text",
                "application/openmetrics-text; version=1.0.0",
                "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
                        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                        + "application/openmetrics-text;version=0.0.1;q=0.5,"
                        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                "text/plain;q=0.1, application/*;q=0.2"
            })
    void answersOpenMetricsToWhoPrefersIt(String accept) throws IOException, InterruptedException {
        HttpResponse<String> response = scrape("Accept", accept);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(type(response)).isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(response.headers().firstValue("Vary")).contains("Accept, Accept-Encoding");
        assertThat(response.body())
                .contains("wattline_readings_accepted_total 3.0")
                .endsWith("# EOF\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "text/plain",
                "text/*, application/openmetrics-text;q=0.9",
                "application/openmetrics-text;q=0.2, text/plain;version=0.0.4;q=0.5",
                "application/openmetrics-text;q=0, */*;q=0.1",
                "application/openmetrics-text;version=0.0.1;q=0.9, text/plain;q=0.5"
            })
    void answersTheTextFormatToOtherClients(String accept) throws IOException, InterruptedException {
        HttpResponse<String> response = scrape("Accept", accept);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(type(response)).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body())
                .contains("wattline_readings_accepted_total 3.0")
                .doesNotContain("# EOF");
        assertThat(type(scrape())).isEqualTo(type(response));
    }

    @Test
    void answers406WhenNeitherFormatIsAccepted() throws IOException, InterruptedException {
        assertThat(scrape("Accept", "application/json").statusCode()).isEqualTo(406);
    }
}
