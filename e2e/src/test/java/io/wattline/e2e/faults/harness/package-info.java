/// How a fault is run: [Rig] has the servers and the [Fleet] of ingestors, [Run] one load with its fault, its drain and
/// its verdict, [Form] the lengths of all that, [FaultTest] the name of a test and [Results] the book of outcomes.
///
/// Every ingestor talks to the servers through links of its own, so that one can be cut off and the others not. Nothing
/// sleeps: whatever is waited for is a state of the system, with a bound that only a hanging test reaches.
@NullMarked
package io.wattline.e2e.faults.harness;

import org.jspecify.annotations.NullMarked;
