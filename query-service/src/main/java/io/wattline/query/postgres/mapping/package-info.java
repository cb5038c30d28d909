/// Master data: reads, and writes through the functions of the database.
///
/// Uses `io.wattline.query.postgres` and its `connection`, and no other room. Called by many request threads at once;
/// keeps no state.
@NullMarked
package io.wattline.query.postgres.mapping;

import org.jspecify.annotations.NullMarked;
