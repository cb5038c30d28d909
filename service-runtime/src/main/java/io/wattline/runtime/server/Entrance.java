package io.wattline.runtime.server;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.wattline.runtime.http.Body;
import io.wattline.runtime.http.PercentEncoding;
import io.wattline.runtime.http.ProblemException;
import io.wattline.runtime.workaround.RequestDeadlines;
import java.time.Duration;
import org.slf4j.MDC;

/// The filter that every request passes first and last: gives it its id, also in the log, refuses what could be read
/// in two ways, and decides whether the connection may carry another request.
final class Entrance implements Filter {

    /// The key of the request id in the log context.
    static final String LOG_KEY = "requestId";

    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Replies replies;
    private final RequestDeadlines deadlines;
    private final int maxBodyBytes;

    Entrance(Replies replies, RequestDeadlines deadlines, int maxBodyBytes) {
        this.replies = replies;
        this.deadlines = deadlines;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        Exchange exchange = Exchange.begin(request, maxBodyBytes);
        MDC.put(LOG_KEY, exchange.requestId());
        try {
            serve(chain, request, response, exchange);
            end(exchange.body(), exchange.isLast(request));
        } finally {
            deadlines.disarm();
            MDC.remove(LOG_KEY);
        }
    }

    private void serve(FilterChain chain, RoutingRequest request, RoutingResponse response, Exchange exchange) {
        try {
            PercentEncoding.requirePlainPath(request.prologue().uriPath().rawPath());
            exchange.body().requireReadable();
        } catch (ProblemException e) {
            replies.send(request, response, e.problem());
            return;
        }
        chain.proceed();
    }

    // Helidon itself goes on reading after an answer that says close: what is left of a body would be the next
    // request.
    private void end(Body body, boolean last) {
        if (last) {
            deadlines.arm(LINGER);
            body.linger();
            throw new CloseConnectionException("this was the last exchange");
        }
        if (!body.drain()) {
            throw new CloseConnectionException("the body has no end");
        }
    }
}
