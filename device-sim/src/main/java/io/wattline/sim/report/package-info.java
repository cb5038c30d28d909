/// The account: what became of every reading, counted, timed and, where asked for, written to a ledger.
///
/// Results arrive from the MQTT client's threads, so [Tally] and [Ledger] are safe for all threads. Knows
/// readings and results, but neither connections nor schedules.
@NullMarked
package io.wattline.sim.report;

import org.jspecify.annotations.NullMarked;
