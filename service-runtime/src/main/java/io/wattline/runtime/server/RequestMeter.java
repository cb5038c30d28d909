package io.wattline.runtime.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;

/// Times requests as `wattline_http_request_seconds{method,route,status}`. Label values come from closed sets, so
/// that no client can make the registry grow.
final class RequestMeter {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS");

    private final MeterRegistry registry;

    RequestMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    void record(String method, String template, int status, long nanos) {
        Timer.builder("wattline.http.request")
                .description("time from the end of the request's headers to its answer, without sending it")
                .tag("method", METHODS.contains(method) ? method : "other")
                .tag("route", template)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofNanos(2_500_000),
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5))
                .register(registry)
                .record(Duration.ofNanos(nanos));
    }
}
