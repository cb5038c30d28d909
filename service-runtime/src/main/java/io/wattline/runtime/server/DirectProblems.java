package io.wattline.runtime.server;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Problem;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Problem documents for what Helidon refuses before any route is looked for: requests that are no HTTP, too long,
/// or on a connection too many. Helidon closes the connection afterwards.
final class DirectProblems implements DirectHandler {

    /// The answer to a caller when a bug occurs.
    static final String FAILED = "The service failed; its log has the reason under this requestId";

    private final InstantSource clock;

    DirectProblems(InstantSource clock) {
        this.clock = clock;
    }

    DirectHandlers forAllEvents() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType event : EventType.values()) {
            handlers.addHandler(event, this);
        }
        return handlers.build();
    }

    // Helidon's message may quote the input or its own internals, so it is not passed on.
    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType event,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        String requestId = RequestId.create();
        Answer answer = SecurityHeaders.on(
                ProblemDocument.answer(problem(status.code()), request.path(), requestId, clock.instant()));
        TransportResponse.Builder response = TransportResponse.builder()
                .status(Status.create(answer.status()))
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, answer.contentType())
                .header(HeaderNames.create(RequestId.HEADER), requestId)
                .keepAlive(false)
                .entity(answer.body());
        answer.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        return response.build();
    }

    private static Problem problem(int status) {
        return switch (status) {
            case 400 -> Problem.badRequest("The request line, a header or the URI is not valid or too long");
            case 414 -> Problem.of(414, "The URI is too long");
            case 503 -> Problem.unavailable("The service has too many connections; try again shortly", 1);
            case 505 -> Problem.of(505, "Use HTTP/1.1");
            default ->
                status >= 400 && status < 500
                        ? Problem.of(status, "The request cannot be served")
                        : Problem.of(500, FAILED);
        };
    }
}
