/// The accounts of the pipeline as Micrometer meters, which the service exports to Prometheus.
///
/// An adapter: it knows the ports of `pipeline` and no other adapter. Any thread may enter.
@NullMarked
package io.wattline.ingestor.metrics;

import org.jspecify.annotations.NullMarked;
