/// The MQTT side: persistent sessions with fixed client identifiers, one client object per connection.
///
/// [SlotPool] holds the slots; each [Slot] keeps one session connected; each [SlotConnection] is one TCP connection
/// with its own client, whose deliveries end with it. Threads: one virtual thread a slot that keeps it connected,
/// and the client library's event loops, which receive, and are never blocked.
@NullMarked
package io.wattline.ingestor.mqtt;

import org.jspecify.annotations.NullMarked;
