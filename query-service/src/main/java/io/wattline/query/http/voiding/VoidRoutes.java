package io.wattline.query.http.voiding;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.http.CallerKey;
import io.wattline.query.voiding.VoidOrder;
import io.wattline.query.voiding.VoidResult;
import io.wattline.query.voiding.VoidedReadings;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Body;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Json;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import java.util.Set;

/// `POST /v1/readings/void`: readings that are wrong beyond doubt, to be left out of every sum, or counted again.
public final class VoidRoutes implements HttpService {

    /// The answer.
    ///
    /// @param changed how many readings became void, or valid again
    /// @param unchanged how many were so already
    record Done(int changed, int unchanged) {}

    private final VoidedReadings readings;

    /// Routes over `readings`.
    public VoidRoutes(VoidedReadings readings) {
        this.readings = readings;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/v1/readings/void", Endpoint.of(Scope.ADMIN, this::change).taking(Answer.JSON));
    }

    private Answer change(ServerRequest request) {
        Query.of(request).allowOnly(Set.of());
        VoidOrder order = VoidBody.read(Json.readObject(Body.read(request)), CallerKey.id(request));
        return switch (readings.change(order)) {
            case VoidResult.Written(int changed) ->
                Answer.ok(new Done(changed, order.readings().size() - changed));
            case VoidResult.NoSuchReading(int position) -> {
                VoidOrder.Key key = order.readings().get(position);
                throw Problem.notFound("There is no reading of " + key.deviceId() + " at " + key.measuredAt()
                                + "; nothing was changed")
                        .with("index", position)
                        .asException();
            }
        };
    }
}
