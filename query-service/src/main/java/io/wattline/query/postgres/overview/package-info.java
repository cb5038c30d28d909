/// The energy of the whole fleet by hour.
///
/// Uses `io.wattline.query.postgres` and its `connection`, and no other subject. Called by many request threads;
/// keeps no state.
@NullMarked
package io.wattline.query.postgres.overview;

import org.jspecify.annotations.NullMarked;
