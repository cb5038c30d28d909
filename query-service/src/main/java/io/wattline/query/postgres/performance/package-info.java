/// The totals and the heartbeats of one vehicle and its meters, by the reading or by the hour.
///
/// Uses `io.wattline.query.postgres` and its `connection`, and no other subject. Called by many request threads;
/// keeps no state.
@NullMarked
package io.wattline.query.postgres.performance;

import org.jspecify.annotations.NullMarked;
