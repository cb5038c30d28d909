/// How well one vehicle charged over a window of time.
///
/// [PerformanceAnalysis] is the use case; [History] is the port through which it sees the database, always as of
/// one instant. Energies are exact decimals, windows are half-open, times are UTC. Called by many request threads
/// at once; nothing here keeps state.
@NullMarked
package io.wattline.query.performance;

import org.jspecify.annotations.NullMarked;
