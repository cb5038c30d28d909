package io.wattline.query.http.overview;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.overview.FleetHours;
import io.wattline.query.overview.FleetOverview;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.recent.Recent;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/// `GET /v1/fleet`, one row a vehicle, and `GET /v1/fleet/hours`, the energy of all by hour for seven days. Both carry
/// a
/// tag, so that a page that asks again and again is told when nothing has changed.
public final class OverviewRoutes implements HttpService {

    private static final Duration HOURS = Duration.ofDays(7);
    private static final Duration HOURS_MAX_AGE = Duration.ofMinutes(1);

    record Hours(List<Instant> hour, List<BigDecimal> energyConsumedAc, List<BigDecimal> energyDeliveredDc) {
        static Hours of(List<FleetHours.HourOfFleet> hours) {
            return new Hours(
                    hours.stream().map(FleetHours.HourOfFleet::hour).toList(),
                    hours.stream().map(FleetHours.HourOfFleet::kwhAc).toList(),
                    hours.stream().map(FleetHours.HourOfFleet::kwhDc).toList());
        }
    }

    private final Recent<FleetOverview> fleet;
    private final Recent<Answer> hours;

    /// Routes over both.
    public OverviewRoutes(Recent<FleetOverview> fleet, FleetHours hours, InstantSource clock) {
        this.fleet = fleet;
        this.hours = new Recent<>(clock, HOURS_MAX_AGE, now -> {
            Instant end = now.truncatedTo(ChronoUnit.HOURS);
            return Answer.ok(Hours.of(hours.within(new TimeWindow(end.minus(HOURS), end))))
                    .tagged();
        });
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/v1/fleet", Endpoint.of(Scope.READ, this::fleet))
                .get("/v1/fleet/hours", Endpoint.of(Scope.READ, this::hours));
    }

    private Answer fleet(ServerRequest request) {
        Query.of(request).allowOnly(Set.of());
        return Answer.ok(OverviewBody.of(fleet.get())).tagged();
    }

    private Answer hours(ServerRequest request) {
        Query.of(request).allowOnly(Set.of());
        return hours.get();
    }
}
