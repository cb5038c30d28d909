package io.wattline.runtime.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRequest;
import java.util.List;
import java.util.Optional;

/// Request headers as single values.
final class Headers {

    private Headers() {}

    /// The value of a header; several lines of it are joined by `, `.
    static Optional<String> value(HttpRequest request, String name) {
        List<String> values = request.headers().all(HeaderNames.create(name), List::of);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }
}
