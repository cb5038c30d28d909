/// The kernel: readings, device ids, topic names and the wire format, version 1.
///
/// Start with [Reading], then [PayloadDecoder]. Pure functions and immutable records: no class here does I/O, logs,
/// reads a clock or knows a broker, a database or HTTP. Every class is safe for all threads unless it says otherwise;
/// [PayloadDecoder] is used by the writer threads of the ingestor and is on the hot path.
@NullMarked
package io.wattline.telemetry;

import org.jspecify.annotations.NullMarked;
