package io.wattline.runtime.http;

import java.util.Set;

/// One method on one path.
///
/// @param method `GET` (which serves `HEAD` too), `PUT`, `POST` or `DELETE`
/// @param template the path, in which a segment `{name}` matches any one segment: `/v1/vehicles/{vehicleId}/live`
/// @param scope what the caller needs
/// @param media what it accepts and answers
/// @param handler answers
public record Route(String method, String template, Scope scope, Media media, Handler handler) {

    /// The media types of a route.
    ///
    /// @param consumes the types of request body it takes; empty where it takes none
    /// @param produces the type of its good answers
    public record Media(Set<String> consumes, String produces) {

        /// No body in, JSON out.
        public static final Media JSON_OUT = new Media(Set.of(), Answer.JSON);

        /// JSON in, JSON out.
        public static final Media JSON_BOTH = new Media(Set.of(Answer.JSON), Answer.JSON);

        public Media {
            consumes = Set.copyOf(consumes);
        }
    }

    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE");

    public Route {
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException("method must be one of " + METHODS);
        }
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("a template starts with a slash: " + template);
        }
    }

    /// A GET route that answers JSON.
    public static Route get(String template, Scope scope, Handler handler) {
        return new Route("GET", template, scope, Media.JSON_OUT, handler);
    }

    /// A PUT route that takes and answers JSON.
    public static Route put(String template, Scope scope, Handler handler) {
        return new Route("PUT", template, scope, Media.JSON_BOTH, handler);
    }

    /// A POST route that takes and answers JSON.
    public static Route post(String template, Scope scope, Handler handler) {
        return new Route("POST", template, scope, Media.JSON_BOTH, handler);
    }

    /// A DELETE route.
    public static Route delete(String template, Scope scope, Handler handler) {
        return new Route("DELETE", template, scope, Media.JSON_OUT, handler);
    }
}
