/// Which ingestor serves which MQTT session: fixed slots, leased by the database's clock, fenced by the broker.
///
/// Mosquitto deals a shared subscription's messages round-robin to its members, connected or not, and deletes the queue
/// of a member whose session ends. A slot that nobody serves is therefore a silent loss of its share of the fleet. So
/// every slot is somebody's: [LeaseKeeper] renews what this ingestor holds, gives up what is beyond its fair share, and
/// takes what is free or orphaned.
///
/// Why this is safe is argued in `docs/adr/0002-consumer-slots.md`. In short: a lease is never a fence. Two ingestors
/// may both believe that they hold a slot, for one was stopped or cut off; but the broker keeps one connection per
/// client identifier, redelivers what was not acknowledged, and the key of history makes the second copy a duplicate.
/// What the lease prevents is a fight: nobody may CONNECT on a lease that is not known to be valid.
///
/// Ports: [LeaseStore] (PostgreSQL) and [SlotHolder] (MQTT). One thread, `leases`, runs the rounds; connectors of the
/// slots ask [HeldLeases] from their own threads.
@NullMarked
package io.wattline.ingestor.lease;

import org.jspecify.annotations.NullMarked;
