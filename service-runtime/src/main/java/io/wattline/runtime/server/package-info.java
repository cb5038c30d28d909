/// The HTTP server: Helidon behind the services of `http`, with a bound on everything a client can make it hold.
///
/// [HttpServer] is the way in. A connection passes [io.wattline.runtime.workaround.ConnectionGate] (how many), a
/// request passes [io.wattline.runtime.workaround.RequestDeadlines] (how long), [Entrance] (what could be read in two
/// ways), Helidon's routes, and [Guard] (allowed, acceptable, how many at once, how many bytes) before its endpoint
/// acts. [Failures] answers what is thrown, and [Replies] sends. One virtual thread a connection; shared state is
/// concurrent or immutable.
@NullMarked
package io.wattline.runtime.server;

import org.jspecify.annotations.NullMarked;
