/// The instruments that break things from outside where a signal or a cut link is not enough: held locks, COMMITs that
/// hang, a disk without room, a thread that is made to throw. None needs a hook in the code under test.
@NullMarked
package io.wattline.e2e.faults.damage;

import org.jspecify.annotations.NullMarked;
