package io.wattline.query.http.alerts;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.energy.alert.AlertDocument;
import io.wattline.energy.alert.Tariff;
import io.wattline.query.alerts.Alerts;
import io.wattline.query.alerts.AuditedAlert;
import io.wattline.query.http.KeyCursor;
import io.wattline.query.http.KeyPage;
import io.wattline.query.http.PageSize;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.AnswerBytes;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// `GET /v1/alerts`: the newest first, in pages; `GET /v1/alerts/{alertId}`: one with everything that happened to it.
public final class AlertRoutes implements HttpService {

    /// An alert with its audit.
    record Audited(AlertDocument alert, List<AuditedAlert.Event> events) {

        static Audited of(AuditedAlert audited, Optional<Tariff> tariff) {
            return new Audited(AlertDocument.of(audited.alert(), tariff), audited.events());
        }
    }

    private static final int LONGEST_ITEM_BYTES = 10_240;
    private static final Set<String> PARAMETERS = Set.of(
            AlertPlace.STATE,
            AlertPlace.KIND,
            AlertPlace.VEHICLE,
            AlertPlace.SINCE,
            PageSize.PARAMETER,
            KeyCursor.PARAMETER);

    private final Alerts alerts;
    private final Optional<Tariff> tariff;

    /// Routes over `alerts`.
    ///
    /// @param tariff what lost energy costs; empty where nobody set it
    public AlertRoutes(Alerts alerts, Optional<Tariff> tariff) {
        this.alerts = alerts;
        this.tariff = tariff;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/v1/alerts", Endpoint.of(Scope.READ, this::list))
                .get("/v1/alerts/{alertId}", Endpoint.of(Scope.READ, this::one));
    }

    private Answer list(ServerRequest request) {
        Query query = Query.of(request);
        query.allowOnly(PARAMETERS);
        int limit = PageSize.read(query);
        Alerts.Filter asked = AlertPlace.filter(query);
        AlertPlace start = query.one(KeyCursor.PARAMETER)
                .map(cursor -> AlertPlace.read(cursor, asked))
                .orElse(new AlertPlace(asked, Optional.empty()));
        AnswerBytes.take(request, (long) limit * LONGEST_ITEM_BYTES);
        return Answer.ok(KeyPage.of(
                alerts.page(start.filter(), start.after(), limit + 1),
                limit,
                alert -> AlertDocument.of(alert, tariff),
                last -> AlertPlace.write(start.filter(), last)));
    }

    private Answer one(ServerRequest request) {
        Query.of(request).allowOnly(Set.of());
        UUID id = id(request);
        return alerts.find(id)
                .map(found -> Answer.ok(Audited.of(found, tariff)))
                .orElseThrow(() -> unknown(id));
    }

    /// The id in the path.
    static UUID id(ServerRequest request) {
        String text = request.path().pathParameters().get("alertId");
        if (!text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw Problem.badParameter("alertId", "must be the id of an alert, a UUID")
                    .asException();
        }
        return UUID.fromString(text);
    }

    static RuntimeException unknown(UUID id) {
        return Problem.notFound("There is no alert " + id).asException();
    }
}
