/// Master data: reads, and writes through the functions of the database.
///
/// Uses `io.wattline.query.postgres` and its `connection`, and no other subject. Called by many request threads;
/// keeps no state.
@NullMarked
package io.wattline.query.postgres.mapping;

import org.jspecify.annotations.NullMarked;
