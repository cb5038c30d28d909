package io.wattline.runtime.http;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Set;

/// What one method on one path needs, takes and answers, as a handler for Helidon's `HttpRules`:
/// `rules.get("/v1/vehicles", Endpoint.of(Scope.READ, this::vehicles))`. A `GET` serves `HEAD` too.
///
/// @param scope what the caller needs
/// @param consumes the types of request body it takes; empty where it takes none
/// @param produces the types of its good answers, the preferred one first
/// @param action answers
public record Endpoint(Scope scope, Set<String> consumes, List<String> produces, Action action) implements Handler {

    /// Answers one request.
    @FunctionalInterface
    public interface Action {

        /// Returns the answer; blocking is fine, the thread is virtual and the whole exchange has a deadline.
        ///
        /// @throws ProblemException for every answer that is a problem document
        /// @throws InterruptedException if the exchange ran out of time; the client no longer reads the answer
        Answer answer(ServerRequest request) throws InterruptedException;
    }

    /// Checks a request before its endpoint acts, and sends the answer. A server has one in its listener's context.
    @FunctionalInterface
    public interface Door {

        /// Answers `request` with what `endpoint` answers, or throws a [ProblemException].
        void pass(Endpoint endpoint, ServerRequest request, ServerResponse response);
    }

    public Endpoint {
        consumes = Set.copyOf(consumes);
        produces = List.copyOf(produces);
    }

    /// Takes no body, answers JSON.
    public static Endpoint of(Scope scope, Action action) {
        return new Endpoint(scope, Set.of(), List.of(Answer.JSON), action);
    }

    /// The same, taking bodies of these types.
    public Endpoint taking(String... types) {
        return new Endpoint(scope, Set.of(types), produces, action);
    }

    /// The same, answering one of these types.
    public Endpoint answering(String... types) {
        return new Endpoint(scope, consumes, List.of(types), action);
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        request.context()
                .get(Door.class)
                .orElseThrow(() -> new IllegalStateException("an endpoint serves behind a door only"))
                .pass(this, request, response);
    }
}
