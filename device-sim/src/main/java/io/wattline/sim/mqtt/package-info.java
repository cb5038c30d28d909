/// MQTT 5 connections of devices: the only package that knows the MQTT client.
///
/// [Connections] publishes with QoS 1 for the dispatcher; results come back on the client's network threads,
/// which must never block. A connection that is lost is made again, with jittered backoff, and sends again what
/// has no PUBACK. No Will, no session left behind: `cleanStart` and a session expiry of 0.
@NullMarked
package io.wattline.sim.mqtt;

import org.jspecify.annotations.NullMarked;
