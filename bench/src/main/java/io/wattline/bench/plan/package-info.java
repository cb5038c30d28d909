/// What to measure and how large: the settings of the command line, and the sizes of the full and of the quick run.
/// Pure.
@NullMarked
package io.wattline.bench.plan;

import org.jspecify.annotations.NullMarked;
