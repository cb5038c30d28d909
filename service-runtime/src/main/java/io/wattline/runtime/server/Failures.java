package io.wattline.runtime.server;

import io.helidon.http.HttpException;
import io.helidon.http.Method;
import io.helidon.http.NotFoundException;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.wattline.runtime.http.FaultMapper;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.ProblemException;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what an endpoint threw, and what no endpoint is for.
///
/// A fault that the service does not know becomes a 500 with nothing but the request id, and a line in the log with
/// all details.
final class Failures implements ErrorHandler<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Operations operations;
    private final FaultMapper faults;
    private final Replies replies;
    private final Cors cors;

    Failures(Operations operations, FaultMapper faults, Replies replies, Cors cors) {
        this.operations = operations;
        this.faults = faults;
        this.replies = replies;
        this.cors = cors;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response, Throwable thrown) {
        switch (thrown) {
            case NotFoundException unmatched -> unmatched(request, response);
            case ProblemException known -> replies.send(request, response, known.problem());
            case HttpException malformed -> replies.send(request, response, malformed(malformed));
            default -> replies.send(request, response, fault(thrown));
        }
    }

    private void unmatched(ServerRequest request, ServerResponse response) {
        Collection<String> allowed = operations.allowed(request.prologue());
        String template = operations.template(request.prologue(), Replies.NO_ROUTE);
        String methods = String.join(", ", allowed);
        if (allowed.isEmpty()) {
            replies.send(request, response, Problem.notFound("There is nothing at this path"), template);
        } else if (request.prologue().method().equals(Method.OPTIONS)) {
            replies.send(request, response, cors.preflight(allowed, Headers.value(request, "Origin")), template);
        } else {
            Problem problem = Problem.of(405, template + " has no such method; allowed are " + methods)
                    .header("Allow", methods);
            replies.send(request, response, problem, template);
        }
    }

    private static Problem malformed(HttpException thrown) {
        int status = thrown.status().code();
        return status >= 400 && status < 500
                ? Problem.of(status, "A header of the request is not valid")
                : Problem.of(500, DirectProblems.FAILED);
    }

    // While a database is away there are thousands of known faults. The service that knows them logs them once.
    private Problem fault(Throwable fault) {
        Optional<Problem> known = fault instanceof RuntimeException failed ? faults.map(failed) : Optional.empty();
        if (known.isPresent()) {
            LOG.debug("request failed status={} cause={}", known.get().status(), fault.toString());
            return known.get();
        }
        LOG.error("request failed status=500", fault);
        return Problem.of(500, DirectProblems.FAILED);
    }
}
