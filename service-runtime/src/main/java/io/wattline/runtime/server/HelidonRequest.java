package io.wattline.runtime.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Request;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A [Request] that Helidon received.
record HelidonRequest(ServerRequest helidon, String id, Map<String, String> pathParameters, RequestBody content)
        implements Request {

    @Override
    public String remoteAddress() {
        return helidon.remotePeer().address() instanceof InetSocketAddress socket && !socket.isUnresolved()
                ? socket.getAddress().getHostAddress()
                : helidon.remotePeer().host();
    }

    @Override
    public String path() {
        return helidon.prologue().uriPath().rawPath();
    }

    @Override
    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("this route has no path parameter " + name);
        }
        return value;
    }

    @Override
    public Query query() {
        return Query.parse(helidon.prologue().query().rawValue());
    }

    @Override
    public Optional<String> header(String name) {
        return header(helidon.headers(), name);
    }

    @Override
    public byte[] body() {
        return content.read();
    }

    static Optional<String> header(ServerRequestHeaders headers, String name) {
        List<String> values = headers.all(HeaderNames.create(name), List::of);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }
}
