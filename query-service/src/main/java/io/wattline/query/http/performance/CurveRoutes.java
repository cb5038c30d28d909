package io.wattline.query.http.performance;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.energy.efficiency.EfficiencyCurve;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// `GET /v1/analytics/efficiency-curve`: what a healthy charger reaches, by AC power, for charts.
public final class CurveRoutes implements HttpService {

    private static final int STEP_WATTS = 250;
    private static final int MAX_WATTS = 22_000;

    record Curve(List<Point> points) {}

    record Point(int watts, BigDecimal expectedEfficiency) {}

    private final Curve curve;

    /// Routes over the curve.
    public CurveRoutes(EfficiencyCurve healthy) {
        this.curve = new Curve(IntStream.rangeClosed(1, MAX_WATTS / STEP_WATTS)
                .map(step -> step * STEP_WATTS)
                .mapToObj(watts -> new Point(watts, healthy.at(watts)))
                .toList());
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/v1/analytics/efficiency-curve", Endpoint.of(Scope.READ, this::get));
    }

    private Answer get(ServerRequest request) {
        Query.of(request).allowOnly(Set.of());
        return Answer.ok(curve);
    }
}
