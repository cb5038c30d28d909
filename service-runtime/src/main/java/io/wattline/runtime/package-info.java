/// What both services run on. Knows nothing of telemetry, databases or MQTT.
///
/// `http` is the vocabulary of routes, `server` serves them, `access` knows the keys, `workaround` holds what Helidon
/// lacks, `observe` answers probes and scrapes, `logging` writes the log, `lifecycle` starts a service from its `main`
/// and stops it in order.
@NullMarked
package io.wattline.runtime;

import org.jspecify.annotations.NullMarked;
