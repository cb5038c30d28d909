/// Which readings are void: written through a function of the database.
///
/// Uses `io.wattline.query.postgres` and its `connection`, and no other subject. Called by many request threads;
/// keeps no state.
@NullMarked
package io.wattline.query.postgres.voiding;

import org.jspecify.annotations.NullMarked;
