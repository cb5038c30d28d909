/// The domain of the ingestor: from a received message to its acknowledgement, independent of MQTT, HTTP and SQL.
///
/// Receivers (an MQTT slot, an HTTP handler) put a [Delivery] into the bounded [Handoff]; [Writer] threads take what is
/// there, decode it into a [Batch], have the [BatchCommitter] commit it through the [BatchStore] port, and acknowledge
/// each delivery only then. Nothing here knows MQTT, HTTP or SQL. Threads that enter: receivers (only [Handoff]), the
/// writers, and readers of metrics.
@NullMarked
package io.wattline.ingestor.pipeline;

import org.jspecify.annotations.NullMarked;
