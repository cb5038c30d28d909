package io.wattline.ingestor.pipeline;

/// Where writers put readings.
///
/// @param batches history and quarantine
/// @param deferral where late readings wait for a day that is closed
/// @param closedDays the days that are
public record Storage(BatchStore batches, DeferralStore deferral, ClosedDays closedDays) {}
