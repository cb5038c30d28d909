/// What energy means: how much was drawn and delivered, how two streams are compared, and when a loss is a loss.
///
/// The module is computation only. It knows no clock, no database, no HTTP and no MQTT, and depends on nothing but the
/// JDK; the only thing it reads is its own resource tables. Both services use it, so a rule has one home. Records are
/// immutable and safe for all threads; a class that is filled step by step says that it belongs to one thread.
@NullMarked
package io.wattline.energy;

import org.jspecify.annotations.NullMarked;
