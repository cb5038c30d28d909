/// The command line: options into settings, summaries and faults into text and exit codes.
///
/// Standard output carries the JSON summary and nothing else; everything for people goes to standard error.
/// [Main] is the only place that exits the JVM.
@NullMarked
package io.wattline.sim.cli;

import org.jspecify.annotations.NullMarked;
