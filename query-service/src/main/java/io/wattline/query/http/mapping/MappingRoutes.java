package io.wattline.query.http.mapping;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.http.DeviceParameter;
import io.wattline.query.http.UnknownDevice;
import io.wattline.query.mapping.Mapping;
import io.wattline.query.mapping.Mappings;
import io.wattline.query.mapping.PutOutcome;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Body;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Json;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import java.util.List;
import java.util.Set;

/// `GET`, `PUT` and `DELETE /v1/mappings/{vehicleId}`.
public final class MappingRoutes implements HttpService {

    record VehicleMappings(String vehicleId, List<Mapping> mappings) {}

    private static final String TEMPLATE = "/v1/mappings/{vehicleId}";
    private static final String ID = "vehicleId";

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
        String vehicleId = vehicleId(request);
        return mappings.of(vehicleId)
                .map(found -> Answer.ok(new VehicleMappings(vehicleId, found)))
                .orElseThrow(() -> UnknownDevice.vehicle(vehicleId).asException());
    }

    private Answer put(ServerRequest request) {
        String vehicleId = vehicleId(request);
        Mapping mapping = MappingBody.read(Json.readObject(Body.read(request)));
        return switch (mappings.put(vehicleId, mapping)) {
            case PutOutcome.Written(var all) -> Answer.ok(new VehicleMappings(vehicleId, all));
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

    private static RuntimeException conflict(String detail) {
        return Problem.of(409, detail).asException();
    }
}
