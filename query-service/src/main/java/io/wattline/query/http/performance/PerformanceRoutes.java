package io.wattline.query.http.performance;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.http.DeviceParameter;
import io.wattline.query.http.UnknownDevice;
import io.wattline.query.http.WindowParameters;
import io.wattline.query.performance.PerformanceAnalysis;
import io.wattline.query.performance.TimeWindow;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/// `GET /v1/analytics/performance/{vehicleId}`.
public final class PerformanceRoutes implements HttpService {

    private static final Set<String> PARAMETERS = Set.of(WindowParameters.START, WindowParameters.END);

    private final PerformanceAnalysis analysis;
    private final WindowParameters windows;

    /// Routes over `analysis`.
    ///
    /// @param maxRange the longest window that may be asked for
    public PerformanceRoutes(PerformanceAnalysis analysis, Duration maxRange, InstantSource clock) {
        this.analysis = analysis;
        this.windows = new WindowParameters(maxRange, clock);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/v1/analytics/performance/{vehicleId}", Endpoint.of(Scope.READ, this::ofVehicle));
    }

    private Answer ofVehicle(ServerRequest request) {
        String vehicleId = DeviceParameter.read(request, "vehicleId");
        Query.of(request).allowOnly(PARAMETERS);
        TimeWindow window = windows.read(Query.of(request));
        return analysis.analyse(vehicleId, window)
                .map(performance -> Answer.ok(PerformanceBody.of(performance)))
                .orElseThrow(() -> UnknownDevice.vehicle(vehicleId).asException());
    }
}
