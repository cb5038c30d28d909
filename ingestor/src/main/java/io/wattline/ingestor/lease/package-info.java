/// Which ingestor serves which MQTT session: fixed slots, leased by the database's clock, fenced by the broker.
///
/// Mosquitto routes a shared subscription's messages round-robin to its members, connected or not, and deletes the
/// queue of a member whose session ends. An unserved slot therefore silently loses its share of the fleet's readings.
/// So every slot must have a holder: [LeaseKeeper] renews the slots that this ingestor holds, gives up those beyond its
/// fair share, and takes free and expired ones.
///
/// Why this is safe is argued in `docs/adr/0002-consumer-slots.md`. In short: a lease is never a fence. Two ingestors
/// may both believe that they hold a slot, for one was stopped or cut off; but the broker keeps one connection per
/// client identifier, redelivers what was not acknowledged, and the key of history makes the second copy a duplicate.
/// The lease only prevents two ingestors from taking a session from each other in turn: an ingestor may CONNECT only on
/// a lease that it knows to be valid.
///
/// Ports: [LeaseStore] (PostgreSQL) and [SlotHolder] (MQTT). One thread, `leases`, runs the rounds; connectors of the
/// slots ask [HeldLeases] from their own threads.
@NullMarked
package io.wattline.ingestor.lease;

import org.jspecify.annotations.NullMarked;
