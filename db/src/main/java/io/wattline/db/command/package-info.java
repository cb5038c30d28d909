/// The commands of `db.jar`: [Migrate] and [Compact], started by [Main].
///
/// A command reads its arguments and its environment, reports every mistake in them at once, calls the package
/// above for the work, and prints what came of it. Exit code 0: done; 1: not possible, with the reason; 2: wrong
/// arguments or environment. Nothing outside depends on this package.
@NullMarked
package io.wattline.db.command;

import org.jspecify.annotations.NullMarked;
