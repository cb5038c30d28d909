/// The newest reading of each device.
///
/// [LiveState] is the port; the readings are the kernel's own, with the time at which they were received.
@NullMarked
package io.wattline.query.live;

import org.jspecify.annotations.NullMarked;
