/// CSV files as a workload: columns by name, several files merged by time, moved to the present.
///
/// Everything is read and checked before the first message is sent; a fault names file, line and column
/// ([CsvFault]).
@NullMarked
package io.wattline.sim.replay;

import org.jspecify.annotations.NullMarked;
