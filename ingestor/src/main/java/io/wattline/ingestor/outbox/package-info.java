/// Alerts told outside: what is told of a change, and the channels that it is told on.
///
/// A change is told at least once on each channel that is set up, or given up after many attempts. The package knows
/// neither MQTT nor HTTP nor SQL. Threads that enter: the maintenance thread.
@NullMarked
package io.wattline.ingestor.outbox;

import org.jspecify.annotations.NullMarked;
