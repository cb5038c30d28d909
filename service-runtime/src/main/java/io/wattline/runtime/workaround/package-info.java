/// What Helidon 4.4.0 lacks or has wrong, mended from outside: each class names the defect and when it can go.
///
/// Knows Helidon and nothing of the services. Entered by all connection threads and the listener's own.
@NullMarked
package io.wattline.runtime.workaround;

import org.jspecify.annotations.NullMarked;
