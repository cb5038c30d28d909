/// The HTTP server: Helidon behind the routes of `http`, with a bound on everything a client can make it hold.
///
/// [HttpServer] is the way in. A connection passes [ConnectionGate] (how many), a request passes
/// [RequestDeadlines] (how long), [Dispatcher] (which route, allowed, acceptable) and [Admission] (how many at
/// once) before its handler runs. Only this package knows Helidon. One virtual thread a connection; shared state
/// is concurrent or immutable.
@NullMarked
package io.wattline.runtime.server;

import org.jspecify.annotations.NullMarked;
