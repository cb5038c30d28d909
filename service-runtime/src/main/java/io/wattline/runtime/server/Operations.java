package io.wattline.runtime.server;

import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The operations that services declare, collected from their `routing` method.
///
/// Helidon does not tell which methods a path has, so that it answers 404 where 405 with `Allow` is right; nor does it
/// put `/a/all` before `/a/{id}`.
public final class Operations implements HttpRules {

    /// One method on one path.
    ///
    /// @param template the path, in which a segment `{name}` matches any one segment
    public record Operation(Method method, String template, HttpRoute route) {}

    // '{' sorts behind every letter.
    private static final Comparator<Operation> LITERALS_FIRST = Comparator.comparing(Operation::template);

    private final List<Operation> all = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private Operations() {}

    /// What these services declare.
    ///
    /// @throws IllegalArgumentException if two of them declare the same method and path
    public static Operations of(List<HttpService> services) {
        Operations operations = new Operations();
        operations.register(services.toArray(HttpService[]::new));
        operations.all.sort(LITERALS_FIRST);
        return operations;
    }

    /// The operations, in the order in which they are tried.
    public List<Operation> all() {
        return List.copyOf(all);
    }

    /// The methods that the path of a request has, `HEAD` and `OPTIONS` included; none where there is nothing.
    Collection<String> allowed(HttpPrologue prologue) {
        Collection<String> allowed = new TreeSet<>();
        at(prologue).map(operation -> operation.method().text()).forEach(allowed::add);
        if (!allowed.isEmpty()) {
            allowed.add(Method.OPTIONS.text());
        }
        if (allowed.contains(Method.GET.text())) {
            allowed.add(Method.HEAD.text());
        }
        return allowed;
    }

    /// The template that the path of a request fits.
    String template(HttpPrologue prologue, String otherwise) {
        return at(prologue).map(Operation::template).findFirst().orElse(otherwise);
    }

    /// The same request line with another method.
    static HttpPrologue as(HttpPrologue prologue, Method method) {
        return method.equals(prologue.method())
                ? prologue
                : HttpPrologue.create(
                        prologue.rawProtocol(),
                        prologue.protocol(),
                        prologue.protocolVersion(),
                        method,
                        prologue.uriPath(),
                        prologue.query(),
                        prologue.fragment());
    }

    private Stream<Operation> at(HttpPrologue prologue) {
        return all.stream()
                .filter(operation -> operation
                        .route()
                        .accepts(as(prologue, operation.method()))
                        .accepted());
    }

    @Override
    public HttpRules route(Method method, String pathPattern, Handler handler) {
        if (!seen.add(method.text() + " " + pathPattern)) {
            throw new IllegalArgumentException("two operations for " + method.text() + " " + pathPattern);
        }
        HttpRoute route = HttpRoute.builder()
                .methods(method)
                .path(pathPattern)
                .handler(handler)
                .build();
        all.add(new Operation(method, pathPattern, route));
        return this;
    }

    @Override
    public HttpRules register(HttpService... services) {
        for (HttpService service : services) {
            service.routing(this);
        }
        return this;
    }

    @Override
    public HttpRules register(String pathPattern, HttpService... services) {
        throw new IllegalArgumentException("whole templates only, not services below " + pathPattern);
    }

    @Override
    public HttpRules route(HttpRoute route) {
        throw new IllegalArgumentException("only a method with a template, so that what is served can be listed");
    }
}
