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
import io.wattline.query.mapping.PutOutcome;
import io.wattline.query.mapping.VehicleMappings;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Body;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Json;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `GET`, `PUT` and `DELETE /v1/mappings/{vehicleId}`.
public final class MappingRoutes implements HttpService {

    record Listed(
            String vehicleId,
            List<Mapping> mappings,
            @Nullable String nextCursor) {

        static Listed of(String vehicleId, VehicleMappings found) {
            List<Mapping> mappings = found.mappings();
            return new Listed(vehicleId, mappings, found.more() ? cursor(mappings.getFirst()) : null);
        }
    }

    private static final String TEMPLATE = "/v1/mappings/{vehicleId}";
    private static final String ID = "vehicleId";
    private static final String KIND = "vehicle-mappings";

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
                .map(found -> Answer.ok(Listed.of(vehicleId, found)))
                .orElseThrow(() -> UnknownDevice.vehicle(vehicleId).asException());
    }

    private Answer put(ServerRequest request) {
        String vehicleId = vehicleId(request);
        Mapping mapping = MappingBody.read(Json.readObject(Body.read(request)));
        return switch (mappings.put(vehicleId, mapping)) {
            case PutOutcome.Written(var all) -> Answer.ok(Listed.of(vehicleId, all));
            case PutOutcome.VehicleHasAnotherMeter() ->
                throw conflict("Vehicle " + vehicleId + " has another mapping in that time: delete it first, or start"
                        + " later");
            case PutOutcome.MeterFeedsAnotherVehicle() ->
                throw conflict("Meter " + mapping.meterId() + " feeds another vehicle in that time: end that mapping"
                        + " first");
        };
    }

    private Answer delete(ServerRequest request) {
        String vehicleId = vehicleId(request);
        if (!mappings.delete(vehicleId)) {
            throw UnknownDevice.vehicle(vehicleId).asException();
        }
        return Answer.noContent();
    }

    private static String vehicleId(ServerRequest request) {
        Query.of(request).allowOnly(Set.of());
        return DeviceParameter.read(request, ID);
    }

    // Where there are earlier mappings, the first one shown has a start.
    private static String cursor(Mapping first) {
        return KeyCursor.write(KIND, Objects.toString(first.validFrom()));
    }

    private static Instant start(String cursor) {
        return Optional.ofNullable(KeyCursor.read(KIND, 1, cursor).getFirst())
                .flatMap(Timestamps::parse)
                .orElseThrow(KeyCursor::invalid);
    }

    private static RuntimeException conflict(String detail) {
        return Problem.of(409, detail).asException();
    }
}
