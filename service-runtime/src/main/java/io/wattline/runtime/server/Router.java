package io.wattline.runtime.server;

import io.wattline.runtime.http.PercentEncoding;
import io.wattline.runtime.http.Route;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Finds the route for a method and a raw path. Immutable.
///
/// Segments are compared after splitting and before decoding, so that an encoded slash never changes which route
/// matches. A template's literal segment beats a `{name}`.
final class Router {

    /// What came of looking for a route.
    sealed interface Match {
        /// A route fits.
        ///
        /// @param pathParameters decoded, by their names in the template
        record Found(Route route, Map<String, String> pathParameters) implements Match {}

        /// The path exists, the method does not.
        record WrongMethod(String template, Collection<String> allowed) implements Match {}

        /// There is nothing here.
        record Unknown() implements Match {}
    }

    private record Template(String text, List<String> segments, Map<String, Route> routes) {

        // The decoded parameters if the path fits.
        Optional<Map<String, String>> fit(List<String> path) {
            if (path.size() != segments.size()) {
                return Optional.empty();
            }
            Map<String, String> parameters = new HashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String segment = segments.get(i);
                if (isParameter(segment)) {
                    parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
                } else if (!segment.equals(path.get(i))) {
                    return Optional.empty();
                }
            }
            parameters.replaceAll((name, raw) -> PercentEncoding.decode(raw));
            return Optional.of(parameters);
        }
    }

    private final List<Template> templates;

    /// Takes the routes in any order.
    ///
    /// @throws IllegalArgumentException if two routes have the same method and template
    Router(List<Route> routes) {
        Map<String, Map<String, Route>> byTemplate = routes.stream()
                .collect(Collectors.groupingBy(
                        Route::template, TreeMap::new, Collectors.toMap(Route::method, route -> route, Router::twice)));
        // '{' sorts behind every letter, so that templates with a literal come before those with a parameter.
        this.templates = byTemplate.entrySet().stream()
                .map(entry -> new Template(entry.getKey(), segments(entry.getKey()), entry.getValue()))
                .toList();
    }

    Match find(String method, String rawPath) {
        List<String> path = segments(rawPath);
        for (Template template : templates) {
            Optional<Map<String, String>> parameters = template.fit(path);
            if (parameters.isPresent()) {
                Route route = template.routes().get(method.equals("HEAD") ? "GET" : method);
                return route == null
                        ? new Match.WrongMethod(template.text(), allowed(template))
                        : new Match.Found(route, parameters.get());
            }
        }
        return new Match.Unknown();
    }

    private static Collection<String> allowed(Template template) {
        Collection<String> allowed = new TreeSet<>(template.routes().keySet());
        allowed.add("OPTIONS");
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return allowed;
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    private static Route twice(Route first, Route second) {
        throw new IllegalArgumentException("two routes for " + first.method() + " " + first.template());
    }
}
