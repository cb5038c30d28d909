package io.wattline.query.stats;

/// What is answered.
///
/// @param stats the figures
/// @param degraded how many vehicles the ranking calls degraded over the whole summed hours of the last 24, taken right
///     after the figures
public record StatsReport(Stats stats, long degraded) {}
