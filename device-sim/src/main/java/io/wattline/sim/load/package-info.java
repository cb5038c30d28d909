/// Sending on time: one thread takes messages from a workload, waits until each is due and hands it to a
/// [Publisher].
///
/// Open loop: a slow broker delays messages but never changes what they say or when they were due, and how late
/// they left is measured. Bounded: what is in memory and not yet acknowledged has a limit in bytes, at which
/// dispatching waits. Knows no MQTT; `mqtt` implements [Publisher].
@NullMarked
package io.wattline.sim.load;

import org.jspecify.annotations.NullMarked;
