/// Work for the pipeline and for the query service: fleets of the simulator as a library, history by COPY, HTTP
/// clients.
///
/// Open-loop loads never wait for what they load, and say when each thing was meant to happen. Knows nothing of
/// processes and of the report.
@NullMarked
package io.wattline.bench.load;

import org.jspecify.annotations.NullMarked;
