/// The totals and the heartbeats of one vehicle and its meters, by the reading or by the hour.
///
/// Uses `io.wattline.query.postgres` and its `connection`, and no other room. Called by many request threads at once;
/// keeps no state.
@NullMarked
package io.wattline.query.postgres.performance;

import org.jspecify.annotations.NullMarked;
