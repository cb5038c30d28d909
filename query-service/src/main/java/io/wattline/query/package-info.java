/// The read side: how much energy a vehicle really got for what the grid delivered, what a device does now, and
/// which meter feeds which vehicle.
///
/// `pairing` and `efficiency` are pure computation; `performance`, `live` and `mapping` are the use cases, each
/// with the port it needs; `postgres` implements the ports; `http` turns requests into calls of the use cases.
/// Neither adapter knows the other: [QueryService] wires them. Start reading at `performance.PerformanceAnalysis`.
@NullMarked
package io.wattline.query;

import org.jspecify.annotations.NullMarked;
