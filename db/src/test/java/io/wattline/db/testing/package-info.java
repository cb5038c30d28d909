/// A real, migrated database for tests, here and in the modules above: start at [MigratedDatabase].
///
/// One embedded PostgreSQL a JVM, started by the first test that asks and stopped with the JVM. Every test
/// class takes databases of its own, so tests may run in any order and at once. Durability is off: a test that
/// kills the server needs a server of its own.
@NullMarked
package io.wattline.db.testing;

import org.jspecify.annotations.NullMarked;
