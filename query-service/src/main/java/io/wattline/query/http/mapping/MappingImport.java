package io.wattline.query.http.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.http.DeviceParameter;
import io.wattline.query.mapping.Mapping;
import io.wattline.query.mapping.MappingBatch;
import io.wattline.query.mapping.Overlap;
import io.wattline.query.mapping.VehicleMapping;
import io.wattline.runtime.http.Body;
import io.wattline.runtime.http.Json;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.ProblemException;
import io.wattline.telemetry.DeviceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The body of a bulk write: a JSON array of `{vehicleId, meterId, validFrom, validTo}`, or the same as CSV.
///
/// All errors of the rows are reported at once, up to [#MAX_ERRORS], each with its place: `element` counts the
/// array's elements from 1, `line` the CSV's lines from 1, the header being the first.
///
/// @param batch the mappings
/// @param place the name of the places
/// @param first the place of the first mapping
record MappingImport(MappingBatch batch, String place, int first) {

    static final String CSV = "text/csv";

    /// The most errors reported at once.
    static final int MAX_ERRORS = 100;

    private static final String VEHICLE_ID = "vehicleId";

    /// Reads a body.
    ///
    /// @throws ProblemException 400 with what is wrong, in a list `errors` where it is about rows
    static MappingImport read(ServerRequest request) {
        boolean csv = request.headers()
                .contentType()
                .filter(type -> type.mediaType().text().equalsIgnoreCase(CSV))
                .isPresent();
        return csv
                ? of(MappingCsv.rows(Body.read(request), MappingBatch.MAX_ROWS + 1), "line", 2)
                : of(elements(Json.read(Body.read(request))), "element", 1);
    }

    /// The time line of one vehicle: a JSON array of `{meterId, validFrom, validTo}`, possibly empty.
    ///
    /// @throws ProblemException 400 naming the first element that cannot be read
    static List<Mapping> timeLine(String vehicleId, JsonNode body) {
        List<JsonNode> elements = elements(body);
        if (elements.isEmpty()) {
            return List.of();
        }
        List<ObjectNode> rows = elements.stream()
                .map(element -> element instanceof ObjectNode object && !object.has(VEHICLE_ID)
                        ? object.put(VEHICLE_ID, vehicleId)
                        : JsonNodeFactory.instance.objectNode())
                .toList();
        return of(rows, "element", 1).batch().rows().stream()
                .map(VehicleMapping::mapping)
                .toList();
    }

    /// The error for a row that cannot be written.
    Map<String, Object> conflict(int index, Overlap overlap) {
        VehicleMapping row = batch.rows().get(index);
        return switch (overlap) {
            case VEHICLE_HAS_ANOTHER_METER ->
                error(place, first + index, VEHICLE_ID, "vehicle " + row.vehicleId() + " has another mapping then");
            case METER_FEEDS_ANOTHER_VEHICLE ->
                error(
                        place,
                        first + index,
                        "meterId",
                        "meter " + row.mapping().meterId() + " feeds another vehicle then");
        };
    }

    private static MappingImport of(List<? extends JsonNode> rows, String place, int first) {
        if (rows.isEmpty() || rows.size() > MappingBatch.MAX_ROWS) {
            throw Problem.badRequest("The body must hold 1 to " + MappingBatch.MAX_ROWS + " mappings; it holds "
                            + (rows.isEmpty() ? "none" : "more"))
                    .asException();
        }
        List<VehicleMapping> mappings = new ArrayList<>();
        List<Map<String, Object>> errors = new ArrayList<>();
        for (int i = 0; i < rows.size() && errors.size() < MAX_ERRORS; i++) {
            try {
                mappings.add(mapping(rows.get(i)));
            } catch (ProblemException e) {
                Problem problem = e.problem();
                errors.add(error(
                        place,
                        first + i,
                        String.valueOf(problem.members().getOrDefault("parameter", "")),
                        problem.detail()));
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.badRequest("The body has mappings that cannot be read; nothing was written")
                    .with("errors", errors)
                    .asException();
        }
        return new MappingImport(new MappingBatch(mappings), place, first);
    }

    private static List<JsonNode> elements(JsonNode body) {
        if (body instanceof ArrayNode array) {
            List<JsonNode> elements = new ArrayList<>();
            array.forEach(elements::add);
            return elements;
        }
        throw Problem.badRequest("The body must be one JSON array of mappings").asException();
    }

    private static VehicleMapping mapping(JsonNode row) {
        if (!(row instanceof ObjectNode object)) {
            throw Problem.badRequest("must be an object with vehicleId, meterId, validFrom and validTo")
                    .asException();
        }
        JsonNode vehicleId = object.path(VEHICLE_ID);
        if (!vehicleId.isTextual() || !DeviceId.isValid(vehicleId.textValue())) {
            throw Problem.badParameter(VEHICLE_ID, DeviceParameter.EXPECTED).asException();
        }
        return new VehicleMapping(
                vehicleId.textValue(), MappingBody.read(object.deepCopy().without(VEHICLE_ID)));
    }

    private static Map<String, Object> error(String place, int number, String member, String detail) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put(place, number);
        if (!member.isEmpty()) {
            error.put("parameter", member);
        }
        error.put("detail", detail);
        return error;
    }
}
