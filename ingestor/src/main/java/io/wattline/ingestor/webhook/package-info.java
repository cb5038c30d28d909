/// The webhook that alerts are told at. Threads that enter: the maintenance thread.
@NullMarked
package io.wattline.ingestor.webhook;

import org.jspecify.annotations.NullMarked;
