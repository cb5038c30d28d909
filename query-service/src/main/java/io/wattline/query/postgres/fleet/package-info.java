/// The energies of all vehicles, for the ranking.
///
/// Uses `io.wattline.query.postgres` and its `connection`, and no other room. Called by many request threads at once;
/// keeps no state.
@NullMarked
package io.wattline.query.postgres.fleet;

import org.jspecify.annotations.NullMarked;
