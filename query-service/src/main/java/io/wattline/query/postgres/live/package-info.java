/// The newest readings.
///
/// Uses `io.wattline.query.postgres` and its `connection`, and no other room. Called by many request threads at once;
/// keeps no state.
@NullMarked
package io.wattline.query.postgres.live;

import org.jspecify.annotations.NullMarked;
