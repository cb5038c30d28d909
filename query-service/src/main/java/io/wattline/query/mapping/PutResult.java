package io.wattline.query.mapping;

/// The result of writing a mapping.
public sealed interface PutResult {

    /// It is written.
    ///
    /// @param mappings the newest mappings of the vehicle now
    record Written(VehicleMappings mappings) implements PutResult {}

    /// The vehicle has another meter in that time.
    record VehicleHasAnotherMeter() implements PutResult {}

    /// The meter feeds another vehicle in that time.
    record MeterFeedsAnotherVehicle() implements PutResult {}

    /// The mappings are not those of the version that was to be replaced.
    record OtherVersion() implements PutResult {}
}
