/// Which readings are void: written through a function of the database.
///
/// Uses `io.wattline.query.postgres` and its `connection`, and no other room. Called by many request threads at once;
/// keeps no state.
@NullMarked
package io.wattline.query.postgres.voiding;

import org.jspecify.annotations.NullMarked;
