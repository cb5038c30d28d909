/// What a ratio of delivered to drawn energy means: what a healthy car would reach at that power, and the verdict.
///
/// Pure computation and one small table from measurements. Everything is immutable and safe for all threads.
@NullMarked
package io.wattline.energy.efficiency;

import org.jspecify.annotations.NullMarked;
