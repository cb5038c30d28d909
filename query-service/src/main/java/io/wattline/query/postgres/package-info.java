/// The ports on PostgreSQL, as the role `wattline_query`.
///
/// Reads run in one REPEATABLE READ, READ ONLY transaction each; mappings are written through the database's
/// functions in an explicit READ WRITE one. All SQL is parameterised. [DatabaseFaults] says which exceptions mean
/// that the database is away rather than that we have a bug. Safe for all threads; the pool bounds how many work
/// at once.
@NullMarked
package io.wattline.query.postgres;

import org.jspecify.annotations.NullMarked;
