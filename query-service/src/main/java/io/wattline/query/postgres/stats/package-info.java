/// The figures of the whole fleet.
///
/// Uses `io.wattline.query.postgres` and its `connection`, and no other subject. Called by many request threads;
/// keeps no state.
@NullMarked
package io.wattline.query.postgres.stats;

import org.jspecify.annotations.NullMarked;
