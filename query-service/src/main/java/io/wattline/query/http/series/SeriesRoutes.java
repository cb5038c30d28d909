package io.wattline.query.http.series;

import io.wattline.query.http.DeviceParameter;
import io.wattline.query.http.UnknownDevice;
import io.wattline.query.http.WindowParameters;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.series.SeriesAnalysis;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Request;
import io.wattline.runtime.http.Route;
import io.wattline.runtime.http.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// `GET /v1/analytics/series/{vehicleId}`.
public final class SeriesRoutes {

    private static final Set<String> PARAMETERS =
            Set.of(WindowParameters.START, WindowParameters.END, BucketParameter.NAME);

    private final SeriesAnalysis analysis;
    private final WindowParameters windows;

    /// Routes over `analysis`.
    ///
    /// @param maxRange the longest window that may be asked for
    public SeriesRoutes(SeriesAnalysis analysis, Duration maxRange, InstantSource clock) {
        this.analysis = analysis;
        this.windows = new WindowParameters(maxRange, clock);
    }

    /// The routes.
    public List<Route> routes() {
        return List.of(Route.get("/v1/analytics/series/{vehicleId}", Scope.READ, this::ofVehicle));
    }

    private Answer ofVehicle(Request request) {
        String vehicleId = DeviceParameter.read(request, "vehicleId");
        request.query().allowOnly(PARAMETERS);
        TimeWindow window = windows.read(request.query());
        return analysis.of(vehicleId, window, BucketParameter.read(request.query(), window))
                .map(series -> Answer.ok(SeriesBody.of(series)))
                .orElseThrow(() -> UnknownDevice.vehicle(vehicleId).asException());
    }
}
