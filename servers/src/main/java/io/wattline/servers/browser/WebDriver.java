package io.wattline.servers.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// One session with a driver.
final class WebDriver implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI session;

    WebDriver(URI driver, Map<String, ?> capabilities) {
        JsonNode answer = send(
                request(driver.resolve("/session")),
                "POST",
                Map.of("capabilities", Map.of("alwaysMatch", capabilities)));
        this.session = driver.resolve("/session/" + answer.path("sessionId").textValue());
    }

    JsonNode post(String command, Map<String, ?> body) {
        return send(request(URI.create(session + command)), "POST", body);
    }

    JsonNode get(String command) {
        return send(request(URI.create(session + command)), "GET", Map.of());
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(LIMIT).header("Content-Type", "application/json");
    }

    private JsonNode send(HttpRequest.Builder request, String method, Map<String, ?> body) {
        try {
            HttpRequest.BodyPublisher content = method.equals("POST")
                    ? HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))
                    : HttpRequest.BodyPublishers.noBody();
            HttpResponse<byte[]> response =
                    http.send(request.method(method, content).build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode value = JSON.readTree(response.body()).path("value");
            if (response.statusCode() != 200) {
                throw new IllegalStateException(value.path("error").asText() + ": "
                        + value.path("message").asText());
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException("the driver does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        try {
            send(request(session), "DELETE", Map.of());
        } finally {
            http.close();
        }
    }
}
