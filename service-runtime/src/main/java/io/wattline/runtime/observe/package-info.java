/// Probes and metrics of a service.
///
/// A [HealthCheck] answers whether one thing works; [Health] asks several of them, each within a bound of time and
/// never twice at once, and serves `/health`, `/health/live` and `/health/ready`. [Metrics] holds the registry and
/// serves `/metrics`. All of it is entered by many request threads. [ReadyProbe] is the other side: a program that
/// asks.
@NullMarked
package io.wattline.runtime.observe;

import org.jspecify.annotations.NullMarked;
