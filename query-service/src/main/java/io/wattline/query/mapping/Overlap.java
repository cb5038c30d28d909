package io.wattline.query.mapping;

/// Which of the two rules a mapping breaks.
public enum Overlap {
    /// A vehicle has one meter at a time.
    VEHICLE_HAS_ANOTHER_METER,
    /// A meter feeds one vehicle at a time.
    METER_FEEDS_ANOTHER_VEHICLE
}
