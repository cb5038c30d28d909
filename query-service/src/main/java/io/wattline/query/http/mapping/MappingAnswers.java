package io.wattline.query.http.mapping;

import io.wattline.query.http.KeyCursor;
import io.wattline.query.mapping.Mapping;
import io.wattline.query.mapping.PutResult;
import io.wattline.query.mapping.VehicleMappings;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The answers to requests for, and changes of, the mappings of one vehicle.
final class MappingAnswers {

    /// Of which list the cursors are.
    static final String CURSOR_KIND = "vehicle-mappings";

    record Listed(
            String vehicleId,
            List<Mapping> mappings,
            @Nullable String nextCursor) {}

    private MappingAnswers() {}

    /// A 200 with the mappings; its `ETag` is their version.
    static Answer ok(String vehicleId, VehicleMappings found) {
        List<Mapping> mappings = found.mappings();
        @Nullable String cursor = found.more() ? cursor(mappings.getFirst().validFrom()) : null;
        return Answer.ok(new Listed(vehicleId, mappings, cursor)).with("ETag", '"' + found.version() + '"');
    }

    /// The answer to a change.
    ///
    /// @param meter what to call the meter that is in the way, as "Meter M1"
    /// @throws io.wattline.runtime.http.ProblemException 409 or 412 if nothing was changed
    static Answer of(String vehicleId, String meter, PutResult result) {
        return switch (result) {
            case PutResult.Written(var all) -> ok(vehicleId, all);
            case PutResult.VehicleHasAnotherMeter() ->
                throw refused(
                        409,
                        "Vehicle " + vehicleId + " has another mapping in that time: delete it first, or start later");
            case PutResult.MeterFeedsAnotherVehicle() ->
                throw refused(409, meter + " feeds another vehicle in that time: end that mapping first");
            case PutResult.OtherVersion() ->
                throw refused(
                        412,
                        "The mappings of vehicle " + vehicleId
                                + " were changed meanwhile: read them again, and send their new ETag");
        };
    }

    // Where there are earlier mappings, the first one shown has a start.
    private static String cursor(@Nullable Instant start) {
        return KeyCursor.write(CURSOR_KIND, Objects.toString(start));
    }

    private static RuntimeException refused(int status, String detail) {
        return Problem.of(status, detail).asException();
    }
}
