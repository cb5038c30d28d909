/// The connection to PostgreSQL: transactions, the watch that ends work on a silent database, and what faults mean.
///
/// [QueryDatabase] runs reads in one REPEATABLE READ, READ ONLY transaction each, and writes in an explicit READ WRITE
/// one. [DatabaseFaults] says which exceptions mean that the database is away. Knows no table but for [SchemaProbe].
/// Safe for all threads; the pool bounds how many work at once.
@NullMarked
package io.wattline.query.postgres.connection;

import org.jspecify.annotations.NullMarked;
