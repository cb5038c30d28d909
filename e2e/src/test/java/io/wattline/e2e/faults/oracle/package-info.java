/// What must hold after any fault: the invariants I1 to I9, over the simulator's ledger, the database and the metrics
/// of the ingestors that lived.
///
/// Knows neither faults nor processes. The ledger is copied into a table, so that each invariant is one query, however
/// long the run was.
@NullMarked
package io.wattline.e2e.faults.oracle;

import org.jspecify.annotations.NullMarked;
