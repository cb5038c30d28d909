package io.wattline.query.http.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.energy.alert.Tariff;
import io.wattline.query.alerts.Act;
import io.wattline.query.alerts.AlertResult;
import io.wattline.query.alerts.Alerts;
import io.wattline.query.http.CallerKey;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Body;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Json;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// `POST /v1/alerts/{alertId}/acknowledge` and `POST /v1/alerts/{alertId}/close`, with `{note, by}`, both optional.
public final class AlertActRoutes implements HttpService {

    private static final String NOTE = "note";
    private static final String BY = "by";
    private static final Set<String> MEMBERS = Set.of(NOTE, BY);
    private static final String NOBODY = "anonymous";

    private final Alerts alerts;
    private final Optional<Tariff> tariff;

    /// Routes over `alerts`.
    ///
    /// @param tariff what lost energy costs; empty where nobody set it
    public AlertActRoutes(Alerts alerts, Optional<Tariff> tariff) {
        this.alerts = alerts;
        this.tariff = tariff;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post(
                        "/v1/alerts/{alertId}/acknowledge",
                        Endpoint.of(Scope.ADMIN, request -> act(request, alerts::acknowledge))
                                .taking(Answer.JSON))
                .post(
                        "/v1/alerts/{alertId}/close",
                        Endpoint.of(Scope.ADMIN, request -> act(request, alerts::close))
                                .taking(Answer.JSON));
    }

    private Answer act(ServerRequest request, BiFunction<UUID, Act, AlertResult> change) {
        Query.of(request).allowOnly(Set.of());
        UUID id = AlertRoutes.id(request);
        ObjectNode body = Json.readObject(Body.read(request));
        allowOnlyMembers(body);
        Optional<String> keyId = CallerKey.id(request);
        String by = text(body, BY, Act.MAX_BY).or(() -> keyId).orElse(NOBODY);
        @Nullable String note = text(body, NOTE, Act.MAX_NOTE).orElse(null);
        return switch (change.apply(id, new Act(by, keyId.orElse(null), note))) {
            case AlertResult.Done(var alert) -> Answer.ok(AlertRoutes.Audited.of(alert, tariff));
            case AlertResult.NoSuchAlert() -> throw AlertRoutes.unknown(id);
            case AlertResult.NotAllowed(String reason) ->
                throw Problem.of(409, "Nothing was changed: " + reason).asException();
        };
    }

    private static void allowOnlyMembers(ObjectNode body) {
        body.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw Problem.badParameter(name, "is unknown here; known are " + NOTE + " and " + BY)
                        .asException();
            }
        });
    }

    private static Optional<String> text(ObjectNode body, String name, int maxLength) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        String text = value.isTextual() ? value.textValue().strip() : "";
        if (text.isEmpty() || text.length() > maxLength || text.indexOf('\0') >= 0) {
            throw Problem.badParameter(name, "must be a text of 1 to " + maxLength + " characters")
                    .asException();
        }
        return Optional.of(text);
    }
}
