package io.wattline.query.http.stats;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.stats.RecentStats;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import java.util.Set;

/// `GET /v1/analytics/stats`.
public final class StatsRoutes implements HttpService {

    private final RecentStats stats;

    /// Routes over `stats`.
    public StatsRoutes(RecentStats stats) {
        this.stats = stats;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/v1/analytics/stats", Endpoint.of(Scope.READ, this::get));
    }

    private Answer get(ServerRequest request) {
        Query.of(request).allowOnly(Set.of());
        return Answer.ok(StatsBody.of(stats.get()));
    }
}
