/// What both services run on. Knows nothing of telemetry, databases or MQTT.
///
/// `config` reads the environment, `http` serves, `observe` answers probes and scrapes, `logging` writes the log,
/// `lifecycle` starts a service from its `main` and stops it in order. They depend on each other only in this
/// order: `http` on `config`, `observe` on `http`, `lifecycle` on `config`.
@NullMarked
package io.wattline.runtime;

import org.jspecify.annotations.NullMarked;
