/// The fleet simulator: a fleet that behaves like one and counts like an auditor.
///
/// [FleetSimulator] is the composition root and the way in for other modules; `cli` wraps it for the command
/// line. Below it, `fleet` holds the physics, `workload` and `replay` turn physics or CSV files into messages,
/// `load` sends them on time, `mqtt` is the only package that knows the MQTT client, `faults` makes devices
/// misbehave, `report` counts and writes the ledger, `plot` draws the fleet beside real measurements. Nothing
/// here knows a database or HTTP, and no reading depends on a clock: its value is a function of the device, its
/// timestamp and the seed.
@NullMarked
package io.wattline.sim;

import org.jspecify.annotations.NullMarked;
