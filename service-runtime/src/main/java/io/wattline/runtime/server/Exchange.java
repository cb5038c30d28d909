package io.wattline.runtime.server;

import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.runtime.http.Body;

/// What the server remembers of a request from its arrival to its answer, in the request's context.
///
/// @param requestId what the answer, the log and every problem document carry
/// @param method the method as sent
/// @param startNanos when its headers had arrived
/// @param body its body
record Exchange(String requestId, Method method, long startNanos, Body body) {

    /// Begins one. A `HEAD` is routed as a `GET`, which Helidon does not do.
    static Exchange begin(RoutingRequest request, int maxBodyBytes) {
        Method method = request.prologue().method();
        Exchange exchange = new Exchange(
                RequestId.of(Headers.value(request, RequestId.HEADER)),
                method,
                System.nanoTime(),
                Body.register(request, maxBodyBytes));
        request.context().register(exchange);
        if (method.equals(Method.HEAD)) {
            request.prologue(Operations.as(request.prologue(), Method.GET));
        }
        return exchange;
    }

    /// Whether the answer's body is sent; that to a `HEAD` is not.
    boolean sendsBody() {
        return !method.equals(Method.HEAD);
    }

    /// Whether the connection must not carry another request after this one.
    boolean isLast(ServerRequest request) {
        return !body.canBeDrained() || request.headers().contains(HeaderValues.CONNECTION_CLOSE);
    }

    /// The one that `request` belongs to.
    static Exchange of(ServerRequest request) {
        return request.context()
                .get(Exchange.class)
                .orElseThrow(() -> new IllegalStateException("the entrance was not passed"));
    }
}
