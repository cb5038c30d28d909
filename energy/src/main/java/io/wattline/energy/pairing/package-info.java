/// The heartbeats of one device, as small as they can be held.
///
/// Times are microseconds and energies millionths of a kWh, both exact as `long`. Knows no clock, no database and no
/// HTTP. Instances are filled by one thread and then read.
@NullMarked
package io.wattline.energy.pairing;

import org.jspecify.annotations.NullMarked;
