/// A Wattline in processes: a migrated database, ingestors and query services as child JVMs, and the ways to talk to
/// them that a test needs. The servers they stand on come from the `servers` package.
@NullMarked
package io.wattline.e2e.stack;

import org.jspecify.annotations.NullMarked;
