package io.wattline.runtime.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.wattline.runtime.http.Answer;
import org.slf4j.MDC;

/// Carries each request of a listener to its [Dispatcher] and the answer back, with the request id in both and in
/// the log, and decides whether the connection may carry another request.
final class Exchange implements Handler {

    /// The key of the request id in the log context.
    static final String LOG_KEY = "requestId";

    private final Dispatcher dispatcher;
    private final Cors cors;
    private final RequestMeter meter;
    private final RequestDeadlines deadlines;
    private final int maxBodyBytes;

    Exchange(Dispatcher dispatcher, Cors cors, RequestMeter meter, RequestDeadlines deadlines, int maxBodyBytes) {
        this.dispatcher = dispatcher;
        this.cors = cors;
        this.meter = meter;
        this.deadlines = deadlines;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        long startNanos = System.nanoTime();
        String requestId = RequestId.of(HelidonRequest.header(request.headers(), RequestId.HEADER));
        MDC.put(LOG_KEY, requestId);
        try {
            RequestBody body = new RequestBody(request, maxBodyBytes);
            Dispatcher.Outcome outcome = dispatcher.dispatch(request, body, requestId);
            meter.record(request.prologue().method().text(), outcome, System.nanoTime() - startNanos);
            Answer answer = SecurityHeaders.on(
                            cors.decorate(outcome.answer(), HelidonRequest.header(request.headers(), "Origin")))
                    .with(RequestId.HEADER, requestId);
            boolean last = !body.drain() || request.headers().contains(HeaderValues.CONNECTION_CLOSE);
            send(answer, request, response, last);
        } catch (InterruptedException e) {
            throw new CloseConnectionException("the exchange took too long", e);
        } finally {
            deadlines.disarm();
            MDC.remove(LOG_KEY);
        }
    }

    // Helidon itself goes on reading after an answer that says close: what is left of a body would be the next
    // request.
    private static void send(Answer answer, ServerRequest request, ServerResponse response, boolean last) {
        response.status(Status.create(answer.status()));
        answer.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        if (last) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (answer.body().length > 0) {
            response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
            response.headers().contentLength(answer.body().length);
        }
        boolean bodiless = request.prologue().method().equals(Method.HEAD);
        response.send(bodiless ? new byte[0] : answer.body());
        if (last) {
            throw new CloseConnectionException("this was the last exchange");
        }
    }
}
