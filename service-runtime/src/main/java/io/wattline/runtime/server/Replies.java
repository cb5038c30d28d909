package io.wattline.runtime.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Arrays;

/// Sends answers, with what all of them carry, and measures them.
final class Replies {

    /// The route label of answers that no operation gave.
    static final String NO_ROUTE = "none";

    private static final int PIECE_BYTES = 65_536;

    private final Cors cors;
    private final RequestMeter meter;
    private final InstantSource clock;

    Replies(Cors cors, RequestMeter meter, InstantSource clock) {
        this.cors = cors;
        this.meter = meter;
        this.clock = clock;
    }

    /// Sends an answer of the operation that Helidon matched.
    void send(ServerRequest request, ServerResponse response, Answer answer) {
        send(request, response, answer, request.matchingPattern().orElse(NO_ROUTE));
    }

    /// Sends a problem.
    void send(ServerRequest request, ServerResponse response, Problem problem) {
        send(request, response, problem, request.matchingPattern().orElse(NO_ROUTE));
    }

    /// Sends a problem at a path of that template.
    void send(ServerRequest request, ServerResponse response, Problem problem, String template) {
        String path = request.prologue().uriPath().rawPath();
        String requestId = Exchange.of(request).requestId();
        send(request, response, ProblemDocument.answer(problem, path, requestId, clock.instant()), template);
    }

    /// Sends an answer at a path of that template.
    void send(ServerRequest request, ServerResponse response, Answer answer, String template) {
        Exchange exchange = Exchange.of(request);
        meter.record(exchange.method().text(), template, answer.status(), System.nanoTime() - exchange.startNanos());
        Answer complete = SecurityHeaders.on(cors.decorate(answer, Headers.value(request, "Origin")))
                .with(RequestId.HEADER, exchange.requestId());
        response.status(Status.create(complete.status()));
        complete.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        if (exchange.isLast(request)) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        byte[] body = complete.body();
        if (body.length > 0) {
            response.header(HeaderNames.CONTENT_TYPE, complete.contentType());
            response.headers().contentLength(body.length);
        }
        write(response, exchange.sendsBody() ? body : new byte[0]);
    }

    // Helidon copies what it is given whole, and the copy would stay as long as the client reads. A part of an array
    // must be copied too: 4.4.0 writes other bytes than those asked for where they do not begin at 0.
    private static void write(ServerResponse response, byte[] body) {
        if (body.length <= PIECE_BYTES) {
            response.send(body);
            return;
        }
        try (OutputStream out = response.outputStream()) {
            for (int from = 0; from < body.length; from += PIECE_BYTES) {
                out.write(Arrays.copyOfRange(body, from, Math.min(from + PIECE_BYTES, body.length)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the client went before its answer", e);
        }
    }
}
