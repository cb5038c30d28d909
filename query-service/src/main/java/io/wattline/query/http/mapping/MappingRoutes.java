package io.wattline.query.http.mapping;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.http.DeviceParameter;
import io.wattline.query.http.KeyCursor;
import io.wattline.query.http.Timestamps;
import io.wattline.query.http.UnknownDevice;
import io.wattline.query.mapping.Mapping;
import io.wattline.query.mapping.Mappings;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Body;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Json;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `GET`, `PUT` and `DELETE /v1/mappings/{vehicleId}`: the mappings of one vehicle.
public final class MappingRoutes implements HttpService {

    private static final String TEMPLATE = "/v1/mappings/{vehicleId}";
    private static final String ID = "vehicleId";
    private static final String VALID_FROM = "validFrom";
    private static final String SINCE_EVER = "unbounded";

    private final Mappings mappings;

    /// Routes over `mappings`.
    public MappingRoutes(Mappings mappings) {
        this.mappings = mappings;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(TEMPLATE, Endpoint.of(Scope.READ, this::get))
                .put(TEMPLATE, Endpoint.of(Scope.ADMIN, this::put).taking(Answer.JSON))
                .delete(TEMPLATE, Endpoint.of(Scope.ADMIN, this::delete));
    }

    private Answer get(ServerRequest request) {
        Query.of(request).allowOnly(Set.of(KeyCursor.PARAMETER));
        String vehicleId = DeviceParameter.read(request, ID);
        @Nullable
        Instant before = Query.of(request)
                .one(KeyCursor.PARAMETER)
                .map(MappingRoutes::start)
                .orElse(null);
        return mappings.of(vehicleId, before)
                .map(found -> MappingAnswers.ok(vehicleId, found))
                .orElseThrow(() -> UnknownDevice.vehicle(vehicleId).asException());
    }

    private Answer put(ServerRequest request) {
        Query.of(request).allowOnly(Set.of());
        String vehicleId = DeviceParameter.read(request, ID);
        Mapping mapping = MappingBody.read(Json.readObject(Body.read(request)));
        return MappingAnswers.of(vehicleId, "Meter " + mapping.meterId(), mappings.put(vehicleId, mapping));
    }

    private Answer delete(ServerRequest request) {
        Query query = Query.of(request);
        query.allowOnly(Set.of(VALID_FROM));
        String vehicleId = DeviceParameter.read(request, ID);
        Optional<String> validFrom = query.one(VALID_FROM);
        if (validFrom.isPresent()) {
            deleteOne(vehicleId, validFrom.get());
        } else if (!mappings.delete(vehicleId)) {
            throw UnknownDevice.vehicle(vehicleId).asException();
        }
        return Answer.noContent();
    }

    private void deleteOne(String vehicleId, String text) {
        @Nullable
        Instant validFrom = text.equals(SINCE_EVER)
                ? null
                : Timestamps.parseParameter(text)
                        .orElseThrow(() -> Problem.badParameter(
                                        VALID_FROM, Timestamps.EXPECTED_PARAMETER + "; or " + SINCE_EVER)
                                .asException());
        if (!mappings.delete(vehicleId, validFrom)) {
            throw Problem.of(404, "No mapping of vehicle " + vehicleId + " starts then")
                    .asException();
        }
    }

    private static Instant start(String cursor) {
        return Optional.ofNullable(
                        KeyCursor.read(MappingAnswers.CURSOR_KIND, 1, cursor).getFirst())
                .flatMap(Timestamps::parse)
                .orElseThrow(KeyCursor::invalid);
    }
}
