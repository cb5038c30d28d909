/// What the tests of several packages of the ingestor share: readings, a clock that stands still, bounded waits.
///
/// Knows no test of any package. Entered by test threads only.
@NullMarked
package io.wattline.ingestor.testing;

import org.jspecify.annotations.NullMarked;
