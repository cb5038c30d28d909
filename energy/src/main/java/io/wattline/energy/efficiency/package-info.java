/// What a healthy car delivers of what it draws, by power.
///
/// Pure computation and one small table from measurements. Everything is immutable and safe for all threads.
@NullMarked
package io.wattline.energy.efficiency;

import org.jspecify.annotations.NullMarked;
