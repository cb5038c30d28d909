package io.wattline.query.http.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.http.DeviceParameter;
import io.wattline.query.http.Timestamps;
import io.wattline.query.mapping.Mapping;
import io.wattline.query.mapping.MappingBatch;
import io.wattline.query.mapping.Mappings;
import io.wattline.query.mapping.VehicleMapping;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Body;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Json;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import io.wattline.telemetry.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The mappings of a vehicle as a time line: `POST …/start` and `…/end` as it is plugged in and unplugged, in any
/// order, and `PUT …/timeline`, which replaces them all at once.
public final class TimeLineRoutes implements HttpService {

    private static final String VEHICLE = "/v1/mappings/{vehicleId}";
    private static final String ID = "vehicleId";
    private static final String METER_ID = "meterId";
    private static final String AT = "at";
    private static final String ANY = "*";

    private final Mappings mappings;

    /// Routes over `mappings`.
    public TimeLineRoutes(Mappings mappings) {
        this.mappings = mappings;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post(VEHICLE + "/start", Endpoint.of(Scope.ADMIN, this::start).taking(Answer.JSON))
                .post(VEHICLE + "/end", Endpoint.of(Scope.ADMIN, this::end).taking(Answer.JSON))
                .put(
                        VEHICLE + "/timeline",
                        Endpoint.of(Scope.ADMIN, this::replace).taking(Answer.JSON));
    }

    private Answer start(ServerRequest request) {
        String vehicleId = vehicleId(request);
        ObjectNode body = body(request, Set.of(METER_ID, AT));
        JsonNode meterId = body.path(METER_ID);
        if (!meterId.isTextual() || !DeviceId.isValid(meterId.textValue())) {
            throw Problem.badParameter(METER_ID, DeviceParameter.EXPECTED).asException();
        }
        return MappingAnswers.of(
                vehicleId, "Meter " + meterId.textValue(), mappings.start(vehicleId, meterId.textValue(), at(body)));
    }

    private Answer end(ServerRequest request) {
        String vehicleId = vehicleId(request);
        return MappingAnswers.ok(vehicleId, mappings.end(vehicleId, at(body(request, Set.of(AT)))));
    }

    private Answer replace(ServerRequest request) {
        String vehicleId = vehicleId(request);
        @Nullable String version = version(request);
        List<Mapping> line = MappingImport.timeLine(vehicleId, Json.read(Body.read(request)));
        if (!line.isEmpty()) {
            refuseOverlaps(vehicleId, line);
        }
        return MappingAnswers.of(vehicleId, "A meter", mappings.replace(vehicleId, version, line));
    }

    private static void refuseOverlaps(String vehicleId, List<Mapping> line) {
        var batch = new MappingBatch(line.stream()
                .map(mapping -> new VehicleMapping(vehicleId, mapping))
                .toList());
        if (!batch.overlaps().isEmpty()) {
            int element = batch.overlaps().getFirst().index() + 1;
            throw Problem.badRequest("Element " + element + " of the body overlaps another one; nothing was written")
                    .asException();
        }
    }

    // A proxy that compresses makes the tag a weak one; it names the same version still.
    private static @Nullable String version(ServerRequest request) {
        String tag = request.headers().first(HeaderNames.IF_MATCH).orElse("").strip();
        if (tag.isEmpty()) {
            throw Problem.of(
                            428,
                            "Send If-Match with the ETag of the mappings that are to be replaced, or If-Match: * to"
                                    + " replace whatever is there")
                    .asException();
        }
        return tag.equals(ANY) ? null : tag.replaceFirst("^W/", "").replace("\"", "");
    }

    private static ObjectNode body(ServerRequest request, Set<String> members) {
        ObjectNode body = Json.readObject(Body.read(request));
        body.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                throw Problem.badParameter(
                                name,
                                "is unknown here; known are "
                                        + members.stream().sorted().toList())
                        .asException();
            }
        });
        return body;
    }

    private static Instant at(ObjectNode body) {
        return Timestamps.parse(body.path(AT).asText(""))
                .orElseThrow(() -> Problem.badParameter(AT, Timestamps.EXPECTED).asException());
    }

    private static String vehicleId(ServerRequest request) {
        Query.of(request).allowOnly(Set.of());
        return DeviceParameter.read(request, ID);
    }
}
