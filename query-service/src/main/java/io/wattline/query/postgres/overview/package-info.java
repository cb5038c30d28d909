/// The energy of the whole fleet by hour.
///
/// Uses `io.wattline.query.postgres` and its `connection`, and no other room. Called by many request threads at once;
/// keeps no state.
@NullMarked
package io.wattline.query.postgres.overview;

import org.jspecify.annotations.NullMarked;
