package io.wattline.runtime.http;

import io.helidon.webserver.http.ServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Query parameters, decoded. A plus sign stands for itself, so that `2026-11-20T10:00:00+01:00` needs no encoding.
public final class Query {

    /// More parameters than any route has: beyond it the query is refused.
    private static final int MAX_PARAMETERS = 32;

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /// Parses the part of a URI behind the question mark.
    ///
    /// @throws ProblemException 400 if it has broken percent-encoding or too many parameters
    public static Query parse(String raw) {
        Query query = new Query();
        if (raw.isEmpty()) {
            return query;
        }
        String[] pairs = raw.split("&", MAX_PARAMETERS + 1);
        if (pairs.length > MAX_PARAMETERS) {
            throw Problem.badRequest("The query has more than " + MAX_PARAMETERS + " parameters")
                    .asException();
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = PercentEncoding.decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : PercentEncoding.decode(pair.substring(equals + 1));
            query.values.merge(name, List.of(value), (first, second) -> List.of(first.getFirst(), second.getFirst()));
        }
        return query;
    }

    /// The query of a request.
    ///
    /// @throws ProblemException see [#parse]
    public static Query of(ServerRequest request) {
        return parse(request.prologue().query().rawValue());
    }

    /// The value of a parameter, never empty; nothing where the parameter is not given.
    ///
    /// @throws ProblemException 400 if the parameter is given more than once, or without a value
    public Optional<String> one(String name) {
        List<String> given = values.getOrDefault(name, List.of());
        if (given.size() > 1) {
            throw Problem.badParameter(name, "is given more than once").asException();
        }
        if (given.contains("")) {
            throw Problem.badParameter(name, "has no value: give one, or leave the parameter out")
                    .asException();
        }
        return given.stream().findFirst();
    }

    /// Refuses parameters the route does not have, so that a typing error is not silently taken for a default.
    ///
    /// @throws ProblemException 400 naming the first unknown one
    public void allowOnly(Set<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw Problem.badParameter(
                                name,
                                "is unknown here; known are "
                                        + known.stream().sorted().toList())
                        .asException();
            }
        }
    }
}
