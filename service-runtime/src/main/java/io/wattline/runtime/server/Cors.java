package io.wattline.runtime.server;

import io.wattline.runtime.http.Answer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Cross-origin sharing (Fetch standard): off unless origins are configured, never with credentials. Immutable.
final class Cors {

    private static final String MAX_AGE_SECONDS = "600";

    private final List<String> origins;

    Cors(List<String> origins) {
        this.origins = origins;
    }

    /// The answer with what lets a page of an allowed origin read it.
    Answer decorate(Answer answer, Optional<String> origin) {
        if (origins.isEmpty()) {
            return answer;
        }
        Answer varying = answer.varying("Origin");
        return origin.filter(this::allows)
                .map(allowed -> varying.with("Access-Control-Allow-Origin", allowed)
                        .with("Access-Control-Expose-Headers", RequestId.HEADER + ", Retry-After"))
                .orElse(varying);
    }

    /// The answer to `OPTIONS`, which is the preflight too; [#decorate] adds the rest.
    Answer preflight(Collection<String> allowed, Optional<String> origin) {
        String methods = String.join(", ", allowed);
        Answer answer = Answer.noContent().with("Allow", methods);
        return origin.filter(this::allows).isEmpty()
                ? answer
                : answer.with("Access-Control-Allow-Methods", methods)
                        .with(
                                "Access-Control-Allow-Headers",
                                "Authorization, Content-Type, Accept, " + RequestId.HEADER)
                        .with("Access-Control-Max-Age", MAX_AGE_SECONDS);
    }

    private boolean allows(String origin) {
        return origins.contains("*") || origins.contains(origin);
    }
}
