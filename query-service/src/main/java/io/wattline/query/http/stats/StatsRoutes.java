package io.wattline.query.http.stats;

import io.wattline.query.stats.RecentStats;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Request;
import io.wattline.runtime.http.Route;
import io.wattline.runtime.http.Scope;
import java.util.List;
import java.util.Set;

/// `GET /v1/analytics/stats`.
public final class StatsRoutes {

    private final RecentStats stats;

    /// Routes over `stats`.
    public StatsRoutes(RecentStats stats) {
        this.stats = stats;
    }

    /// The routes.
    public List<Route> routes() {
        return List.of(Route.get("/v1/analytics/stats", Scope.READ, this::get));
    }

    private Answer get(Request request) {
        request.query().allowOnly(Set.of());
        return Answer.ok(StatsBody.of(stats.get()));
    }
}
