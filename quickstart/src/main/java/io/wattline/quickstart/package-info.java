/// The whole of Wattline in one JVM, for a first look: an embedded broker, an embedded PostgreSQL (with fsync on), both
/// services and a simulated fleet with a day of history. Everything listens on the loopback interface only and is
/// removed at the end.
///
/// [Quickstart] starts the parts in order and closes them in reverse; the parts are the same classes that run in
/// production, wired by their own composition roots.
@NullMarked
package io.wattline.quickstart;

import org.jspecify.annotations.NullMarked;
