package io.wattline.runtime.server;

import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.concurrency.limits.LimitAlgorithm;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.wattline.runtime.access.AccessControl;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Scope;
import java.util.concurrent.Semaphore;

/// The door of a listener: checks who asks and in which form, and lets a bounded number of endpoints act and a bounded
/// number wait a bounded time; the rest is told 503 at once. So is who asks for more than the answers may hold.
final class Guard implements Endpoint.Door {

    private static final int RETRY_AFTER_SECONDS = 1;

    private final AccessControl access;
    private final Replies replies;
    private final HttpLimits.Load load;
    private final Semaphore places;
    private final Limit limit;
    private final AnswerBudget answers;
    private final AnswerBudget openAnswers;

    Guard(AccessControl access, Replies replies, HttpLimits limits) {
        this.access = access;
        this.replies = replies;
        this.load = limits.load();
        this.answers = new AnswerBudget(limits.answers());
        this.openAnswers = new AnswerBudget(limits.answers());
        this.places = new Semaphore(load.maxConcurrentRequests(), true);
        this.limit = FixedLimit.builder()
                .semaphore(places)
                .queueLength(load.maxQueuedRequests())
                .queueTimeout(load.maxQueueTime())
                .build();
    }

    @Override
    public void pass(Endpoint endpoint, ServerRequest request, ServerResponse response) {
        request.context().register(access.check(Headers.value(request, "Authorization"), endpoint.scope()));
        Negotiation.check(request, endpoint);
        AnswerBudget budget = endpoint.scope() == Scope.OPEN ? openAnswers : answers;
        try (AnswerBudget.Room room = budget.open()) {
            request.context().register(room);
            Answer answer = answer(endpoint, request, room);
            room.keepOnly(Exchange.of(request).sendsBody() ? answer.body().length : 0);
            replies.send(request, response, answer);
        } catch (InterruptedException e) {
            throw new CloseConnectionException("the exchange took too long", e);
        }
    }

    /// Endpoints acting now, those that everyone may use not counted.
    int running() {
        return load.maxConcurrentRequests() - places.availablePermits();
    }

    /// Requests waiting now.
    int waiting() {
        return places.getQueueLength();
    }

    /// Bytes that answers hold now.
    long answerBytes() {
        return answers.taken() + openAnswers.taken();
    }

    // Probes and documentation pass by the limit: an orchestrator must not shoot a service for being busy.
    private Answer answer(Endpoint endpoint, ServerRequest request, AnswerBudget.Room room)
            throws InterruptedException {
        if (endpoint.scope() == Scope.OPEN) {
            return made(endpoint, request, room);
        }
        if (limit.tryAcquireOutcome(load.maxQueuedRequests() > 0) instanceof LimitAlgorithm.Outcome.Accepted accepted) {
            try {
                return made(endpoint, request, room);
            } finally {
                accepted.token().ignore();
            }
        }
        throw Problem.unavailable("The service is busy; try again shortly", RETRY_AFTER_SECONDS)
                .asException();
    }

    // The plain bytes are let go here: only what is sent is held while the caller reads.
    private static Answer made(Endpoint endpoint, ServerRequest request, AnswerBudget.Room room)
            throws InterruptedException {
        Answer answer = endpoint.action().answer(request);
        boolean suits = Compression.suits(answer);
        Answer plain = suits ? answer.varying(Compression.HEADER) : answer;
        if (plain.isHeldBy(Headers.value(request, "If-None-Match").orElse(""))) {
            return plain.notModified();
        }
        if (!suits
                || !Compression.isAdmittedBy(
                        Headers.value(request, Compression.HEADER).orElse(""))) {
            return plain;
        }
        room.take(plain.body().length);
        return plain.inGzip();
    }
}
