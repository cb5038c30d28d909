package io.wattline.runtime.server;

import io.helidon.webserver.http.HttpService;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattline.runtime.http.FaultMapper;
import java.util.List;
import java.util.stream.Stream;

/// What a service puts behind its HTTP server: Helidon services whose handlers are
/// [endpoints][io.wattline.runtime.http.Endpoint].
///
/// @param services the service's own
/// @param observe probes and metrics, which may have a port of their own
/// @param faults see [FaultMapper]
/// @param registry where the server's own metrics go
public record HttpSurface(
        List<HttpService> services, List<HttpService> observe, FaultMapper faults, MeterRegistry registry) {

    public HttpSurface {
        services = List.copyOf(services);
        observe = List.copyOf(observe);
    }

    /// All operations, those of `observe` too.
    public Operations operations() {
        return Operations.of(Stream.concat(services.stream(), observe.stream()).toList());
    }
}
