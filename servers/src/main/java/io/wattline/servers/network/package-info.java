/// A network that a test can break: a loopback TCP proxy between a client and a server.
///
/// Knows no protocol above TCP. Each connection has two daemon threads a direction; what they hold is bounded, and all
/// of them end with the proxy.
@NullMarked
package io.wattline.servers.network;

import org.jspecify.annotations.NullMarked;
