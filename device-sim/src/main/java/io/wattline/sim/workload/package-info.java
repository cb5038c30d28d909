/// What is to be sent and when: a fleet's heartbeats or its history, as a sequence of messages.
///
/// A [Workload] is a plan, a [MessageSource] one pass over it. Neither sends anything nor looks at a clock: the
/// instant at which the run begins is handed in. Driven by the one thread that dispatches.
@NullMarked
package io.wattline.sim.workload;

import org.jspecify.annotations.NullMarked;
