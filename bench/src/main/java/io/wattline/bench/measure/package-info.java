/// Looks at processes and tables from outside: processor time and peak memory from `/proc`, the time of each commit and
/// bytes on disk from PostgreSQL. Costs what it measures as little as can be.
@NullMarked
package io.wattline.bench.measure;

import org.jspecify.annotations.NullMarked;
