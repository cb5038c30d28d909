/// Buckets of one vehicle and its meters.
///
/// Uses `io.wattline.query.postgres` and its `connection`, and no other room. Called by many request threads at once;
/// keeps no state.
@NullMarked
package io.wattline.query.postgres.series;

import org.jspecify.annotations.NullMarked;
