package io.wattline.query.http.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattline.query.http.DeviceParameter;
import io.wattline.query.http.Timestamps;
import io.wattline.query.mapping.Mapping;
import io.wattline.runtime.http.Problem;
import io.wattline.telemetry.DeviceId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `{"meterId", "validFrom", "validTo"}`; the two times may be missing or null, nothing else may be there.
final class MappingBody {

    private static final String METER_ID = "meterId";
    private static final String VALID_FROM = "validFrom";
    private static final String VALID_TO = "validTo";
    private static final Set<String> MEMBERS = Set.of(METER_ID, VALID_FROM, VALID_TO);

    private MappingBody() {}

    /// The mapping that the body states.
    ///
    /// @throws io.wattline.runtime.http.ProblemException 400 naming the member that is wrong
    static Mapping read(ObjectNode body) {
        body.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw Problem.badParameter(
                                name,
                                "is unknown here; known are "
                                        + MEMBERS.stream().sorted().toList())
                        .asException();
            }
        });
        JsonNode meterId = body.path(METER_ID);
        if (!meterId.isTextual() || !DeviceId.isValid(meterId.textValue())) {
            throw Problem.badParameter(METER_ID, DeviceParameter.EXPECTED).asException();
        }
        @Nullable Instant from = instant(body, VALID_FROM);
        @Nullable Instant to = instant(body, VALID_TO);
        if (from != null && to != null && !from.isBefore(to)) {
            throw Problem.badParameter(VALID_TO, "must be after " + VALID_FROM).asException();
        }
        return new Mapping(meterId.textValue(), from, to);
    }

    private static @Nullable Instant instant(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        String text = value.isTextual() ? value.textValue() : "";
        return Timestamps.parse(text)
                .orElseThrow(() -> Problem.badParameter(name, Timestamps.EXPECTED + ", or null")
                        .asException());
    }
}
