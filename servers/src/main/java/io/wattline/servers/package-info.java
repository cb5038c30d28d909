/// The servers of tests, benchmarks and the quickstart, all from one place: PostgreSQL, Mosquitto, the embedded broker.
///
/// Each class starts a real server on a free loopback port, in a folder of its own that it removes, and ends it in
/// `close()`. What a missing program makes impossible ends in [Requirement], which skips the test, or fails it where
/// `CI=true`. Nothing here knows Wattline's services; `process` has the child processes and `network` the proxy that
/// breaks connections.
@NullMarked
package io.wattline.servers;

import org.jspecify.annotations.NullMarked;
