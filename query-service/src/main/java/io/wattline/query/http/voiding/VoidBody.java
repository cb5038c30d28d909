package io.wattline.query.http.voiding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattline.query.http.DeviceParameter;
import io.wattline.query.http.Timestamps;
import io.wattline.query.voiding.VoidOrder;
import io.wattline.runtime.http.Problem;
import io.wattline.telemetry.DeviceId;
import io.wattline.telemetry.DeviceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads `{"readings": [{"meterId" or "vehicleId", "timestamp"}], "undo", "by", "reason"}`; only `undo` may be missing.
final class VoidBody {

    private static final String READINGS = "readings";
    private static final String UNDO = "undo";
    private static final String BY = "by";
    private static final String REASON = "reason";
    private static final String TIMESTAMP = "timestamp";
    private static final int MAX_BY = 100;
    private static final int MAX_REASON = 500;
    private static final Set<String> MEMBERS = Set.of(READINGS, UNDO, BY, REASON);
    private static final Set<String> KEY_MEMBERS =
            Set.of(DeviceKind.METER.idField(), DeviceKind.VEHICLE.idField(), TIMESTAMP);

    private VoidBody() {}

    /// The order that the body states.
    ///
    /// @throws io.wattline.runtime.http.ProblemException 400 naming the member that is wrong
    static VoidOrder read(ObjectNode body, Optional<String> keyId) {
        allowOnly(MEMBERS, body);
        JsonNode undo = body.path(UNDO);
        if (!undo.isMissingNode() && !undo.isBoolean()) {
            throw Problem.badParameter(UNDO, "must be true or false").asException();
        }
        if (!(body.path(READINGS) instanceof ArrayNode array)
                || array.isEmpty()
                || array.size() > VoidOrder.MAX_READINGS) {
            throw Problem.badParameter(READINGS, "must be an array of 1 to " + VoidOrder.MAX_READINGS + " readings")
                    .asException();
        }
        List<VoidOrder.Key> keys = new ArrayList<>();
        array.forEach(element -> keys.add(key(element, keys.size())));
        return new VoidOrder(
                keys,
                undo.booleanValue(),
                new VoidOrder.Account(text(body, BY, MAX_BY), keyId.orElse(null), text(body, REASON, MAX_REASON)));
    }

    private static VoidOrder.Key key(JsonNode element, int index) {
        if (!(element instanceof ObjectNode object)) {
            throw at(index, "must be an object with meterId or vehicleId, and timestamp");
        }
        allowOnly(KEY_MEMBERS, object);
        List<DeviceKind> kinds = Arrays.stream(DeviceKind.values())
                .filter(kind -> object.has(kind.idField()))
                .toList();
        if (kinds.size() != 1) {
            throw at(index, "must have meterId or vehicleId, not both");
        }
        DeviceKind kind = kinds.getFirst();
        JsonNode id = object.path(kind.idField());
        if (!id.isTextual() || !DeviceId.isValid(id.textValue())) {
            throw at(index, kind.idField() + " " + DeviceParameter.EXPECTED);
        }
        Instant measuredAt = Timestamps.parse(object.path(TIMESTAMP).asText(""))
                .orElseThrow(() -> at(index, TIMESTAMP + " " + Timestamps.EXPECTED));
        return new VoidOrder.Key(kind, id.textValue(), measuredAt);
    }

    private static RuntimeException at(int index, String complaint) {
        return Problem.badParameter(READINGS, "[" + index + "] " + complaint)
                .with("index", index)
                .asException();
    }

    private static String text(ObjectNode body, String name, int maxLength) {
        JsonNode value = body.path(name);
        String text = value.isTextual() ? value.textValue().strip() : "";
        if (text.isEmpty() || text.length() > maxLength || text.indexOf('\0') >= 0) {
            throw Problem.badParameter(name, "must be a text of 1 to " + maxLength + " characters")
                    .asException();
        }
        return text;
    }

    private static void allowOnly(Set<String> members, ObjectNode object) {
        object.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                throw Problem.badParameter(
                                name,
                                "is unknown here; known are "
                                        + members.stream().sorted().toList())
                        .asException();
            }
        });
    }
}
