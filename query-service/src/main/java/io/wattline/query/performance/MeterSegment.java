package io.wattline.query.performance;

/// The part of a window during which one meter fed the vehicle.
///
/// @param meterId the meter
/// @param window the part
public record MeterSegment(String meterId, TimeWindow window) {}
