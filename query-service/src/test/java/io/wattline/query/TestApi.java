package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattline.db.DatabaseConfig;
import io.wattline.query.http.documentation.DocumentationRoutes;
import io.wattline.query.http.web.PageRoutes;
import io.wattline.runtime.http.Json;
import io.wattline.runtime.server.HttpConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A query service on a free port, and a client for it. The service's clock stands still, at [TestFleet#NOW]
/// unless another instant is given.
final class TestApi implements AutoCloseable {

    /// What came back.
    record Reply(int status, HttpResponse<byte[]> response) {

        JsonNode json() {
            return Json.read(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /// The document, after checking that it is a problem of that status.
        JsonNode problem(int expected) {
            assertThat(status).isEqualTo(expected);
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(json().path("status").intValue()).isEqualTo(expected);
            return json();
        }

        /// The document, after checking that all went well.
        JsonNode ok() {
            assertThat(status)
                    .as(() -> new String(response.body(), StandardCharsets.UTF_8))
                    .isEqualTo(200);
            return json();
        }
    }

    private final QueryService service;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    TestApi(DatabaseConfig database) {
        this(database, TestFleet.NOW);
    }

    TestApi(DatabaseConfig database, Instant now) {
        this(database, QueryConfig.Analytics.DEFAULT, now);
    }

    TestApi(DatabaseConfig database, QueryConfig.Analytics analytics) {
        this(database, analytics, TestFleet.NOW);
    }

    private TestApi(DatabaseConfig database, QueryConfig.Analytics analytics, Instant now) {
        this.service = QueryService.start(
                new QueryConfig(HttpConfig.loopback(0), database, analytics), InstantSource.fixed(now));
    }

    Reply post(String target, String contentType, String body) {
        return send(
                request(target).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply get(String target) {
        return send(request(target).GET());
    }

    Reply delete(String target) {
        return send(request(target).DELETE());
    }

    Reply put(String target, String json) {
        return send(request(target)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    Reply put(String target, String json, String header, String value) {
        return send(request(target)
                .header("Content-Type", "application/json")
                .header(header, value)
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    /// Any request, whatever version is there; without a body where `contentType` is empty.
    Reply call(String method, String target, String contentType, String body) {
        return contentType.isEmpty()
                ? send(request(target).header("If-Match", "*").method(method, HttpRequest.BodyPublishers.noBody()))
                : send(request(target)
                        .header("If-Match", "*")
                        .header("Content-Type", contentType)
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /// The operations that are served, as `GET /path`, without what the documentation page is made of.
    Set<String> served() {
        return service.served().all().stream()
                .filter(operation -> !operation.template().startsWith(DocumentationRoutes.ASSETS)
                        && !operation.template().startsWith(PageRoutes.ASSETS)
                        && !PageRoutes.PAGES.contains(operation.template()))
                .map(operation -> operation.method() + " " + operation.template())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    int port() {
        return service.port();
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + target))
                .timeout(Duration.ofSeconds(20));
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        service.close();
    }
}
