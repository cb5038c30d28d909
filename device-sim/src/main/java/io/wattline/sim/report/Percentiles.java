package io.wattline.sim.report;

/// A distribution of durations in milliseconds; all 0 where nothing was measured.
///
/// @param p50 median
/// @param p99 99 of 100 were no longer
/// @param max the longest
public record Percentiles(double p50, double p99, double max) {}
