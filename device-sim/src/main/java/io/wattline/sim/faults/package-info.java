/// Devices that misbehave: wrong clocks, outages with store and forward, copies, overtaken and malformed
/// messages.
///
/// [FaultyWorkload] puts them on top of any workload. What goes wrong, when and how is drawn from the seed, so
/// a run with faults repeats byte for byte like one without; every entry says what was done to it and what must
/// come of it.
@NullMarked
package io.wattline.sim.faults;

import org.jspecify.annotations.NullMarked;
