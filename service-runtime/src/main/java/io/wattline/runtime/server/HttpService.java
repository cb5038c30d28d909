package io.wattline.runtime.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattline.runtime.http.FaultMapper;
import io.wattline.runtime.http.Route;
import java.util.List;

/// What a service puts behind its HTTP server.
///
/// @param routes the service's own
/// @param observeRoutes probes and metrics, which may have a port of their own
/// @param faults see [FaultMapper]
/// @param registry where the server's own metrics go
public record HttpService(List<Route> routes, List<Route> observeRoutes, FaultMapper faults, MeterRegistry registry) {

    public HttpService {
        routes = List.copyOf(routes);
        observeRoutes = List.copyOf(observeRoutes);
    }
}
