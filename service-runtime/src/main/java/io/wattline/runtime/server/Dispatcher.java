package io.wattline.runtime.server;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.runtime.access.AccessControl;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.FaultMapper;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.ProblemException;
import io.wattline.runtime.http.Request;
import io.wattline.runtime.http.Route;
import io.wattline.runtime.http.Scope;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns a request into an answer: finds the route, checks who asks and in which form, and runs the handler.
///
/// Every outcome is an answer; a fault that nobody knows becomes a 500 that tells nothing but the request id, and a
/// line in the log that tells all. Used by all connection threads; nothing in it changes.
final class Dispatcher {

    /// What a request came to.
    ///
    /// @param template the route's, as a metric label; [#NO_ROUTE] where there is none
    record Outcome(String template, Answer answer) {}

    static final String NO_ROUTE = "none";

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Router router;
    private final AccessControl access;
    private final Admission admission;
    private final FaultMapper faults;
    private final Cors cors;
    private final InstantSource clock;

    Dispatcher(
            Router router,
            AccessControl access,
            Admission admission,
            FaultMapper faults,
            Cors cors,
            InstantSource clock) {
        this.router = router;
        this.access = access;
        this.admission = admission;
        this.faults = faults;
        this.cors = cors;
        this.clock = clock;
    }

    /// Answers one request.
    ///
    /// @throws CloseConnectionException if the client is gone and nobody would read an answer
    /// @throws InterruptedException if the exchange ran out of time
    Outcome dispatch(ServerRequest helidon, RequestBody body, String requestId) throws InterruptedException {
        String path = helidon.prologue().uriPath().rawPath();
        String template = NO_ROUTE;
        try {
            String method = helidon.prologue().method().text();
            Router.Match match = router.find(method, path);
            template = template(match);
            body.requirePlainLength();
            return new Outcome(template, answer(match, helidon, body, requestId));
        } catch (ProblemException e) {
            return new Outcome(template, ProblemDocument.answer(e.problem(), path, requestId, clock.instant()));
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            return new Outcome(template, ProblemDocument.answer(problem(e), path, requestId, clock.instant()));
        }
    }

    private Answer answer(Router.Match match, ServerRequest helidon, RequestBody body, String requestId)
            throws InterruptedException {
        return switch (match) {
            case Router.Match.Found(var route, var parameters) ->
                run(route, new HelidonRequest(helidon, requestId, parameters, body), body.isPresent());
            case Router.Match.WrongMethod(var template, var allowed) -> {
                if (helidon.prologue().method().text().equals("OPTIONS")) {
                    yield cors.preflight(allowed, HelidonRequest.header(helidon.headers(), "Origin"));
                }
                throw Problem.of(405, template + " has no such method; allowed are " + String.join(", ", allowed))
                        .header("Allow", String.join(", ", allowed))
                        .asException();
            }
            case Router.Match.Unknown() ->
                throw Problem.notFound("There is nothing at this path").asException();
        };
    }

    // Probes and documentation pass by the admission: an orchestrator must not shoot a service for being busy.
    private Answer run(Route route, Request request, boolean hasBody) throws InterruptedException {
        access.check(request, route.scope());
        MediaNegotiation.check(request, route.media(), hasBody);
        return route.scope() == Scope.OPEN
                ? route.handler().handle(request)
                : admission.handle(route.handler(), request);
    }

    // Known faults come by the thousand while a database is away; whoever knows them logs them once.
    private Problem problem(RuntimeException fault) {
        Optional<Problem> known = faults.map(fault);
        if (known.isPresent()) {
            LOG.debug("request failed status={} cause={}", known.get().status(), fault.toString());
            return known.get();
        }
        LOG.error("request failed status=500", fault);
        return Problem.of(500, "The service failed; its log has the reason under this requestId");
    }

    private static String template(Router.Match match) {
        return switch (match) {
            case Router.Match.Found found -> found.route().template();
            case Router.Match.WrongMethod wrong -> wrong.template();
            case Router.Match.Unknown() -> NO_ROUTE;
        };
    }
}
