package io.wattline.query.mapping;

import java.util.List;

/// What came of writing a mapping.
public sealed interface PutOutcome {

    /// It is written.
    ///
    /// @param mappings all mappings of the vehicle now, in the order of time
    record Written(List<Mapping> mappings) implements PutOutcome {
        public Written {
            mappings = List.copyOf(mappings);
        }
    }

    /// The vehicle has another meter in that time.
    record VehicleHasAnotherMeter() implements PutOutcome {}

    /// The meter feeds another vehicle in that time.
    record MeterFeedsAnotherVehicle() implements PutOutcome {}
}
