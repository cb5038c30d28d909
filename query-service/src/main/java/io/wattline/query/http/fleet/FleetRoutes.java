package io.wattline.query.http.fleet;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.fleet.FleetPage;
import io.wattline.query.fleet.FleetRanking;
import io.wattline.query.fleet.FleetRequest;
import io.wattline.query.http.KeyCursor;
import io.wattline.query.http.PageSize;
import io.wattline.query.http.TimeRange;
import io.wattline.query.http.WindowParameters;
import io.wattline.query.performance.TimeWindow;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// `GET /v1/analytics/performance`: the fleet, worst first.
///
/// With a `cursor`, window and filter are the cursor's; a parameter that is given nevertheless must be what it was
/// when the cursor was made. `limit` may change from page to page.
public final class FleetRoutes implements HttpService {

    private static final String SORT = "sort";
    private static final String BY_EFFICIENCY = "efficiency";
    private static final Set<String> PARAMETERS = Set.of(
            WindowParameters.START,
            WindowParameters.END,
            SORT,
            StatusParameter.NAME,
            PageSize.PARAMETER,
            KeyCursor.PARAMETER);

    private final FleetRanking ranking;
    private final WindowParameters windows;

    /// Routes over `ranking`.
    ///
    /// @param maxRange the longest window that may be asked for
    public FleetRoutes(FleetRanking ranking, Duration maxRange, InstantSource clock) {
        this.ranking = ranking;
        this.windows = new WindowParameters(maxRange, clock);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/v1/analytics/performance", Endpoint.of(Scope.READ, this::page));
    }

    private Answer page(ServerRequest request) {
        Query query = Query.of(request);
        query.allowOnly(PARAMETERS);
        query.one(SORT).filter(sort -> !sort.equals(BY_EFFICIENCY)).ifPresent(sort -> {
            throw Problem.badParameter(SORT, "must be " + BY_EFFICIENCY).asException();
        });
        int limit = PageSize.read(query);
        Optional<FleetCursor> cursor = query.one(KeyCursor.PARAMETER).map(FleetCursor::parse);
        cursor.ifPresent(given -> requireSameQuery(given, query));
        TimeWindow asked = cursor.map(FleetCursor::asked).orElseGet(() -> windows.read(query));
        FleetRequest wanted = new FleetRequest(
                cursor.map(FleetCursor::hours).orElse(asked),
                cursor.map(FleetCursor::status).orElseGet(() -> StatusParameter.read(query)),
                cursor.map(FleetCursor::last),
                limit);
        return Answer.ok(body(ranking.page(wanted), asked, wanted));
    }

    private void requireSameQuery(FleetCursor cursor, Query query) {
        boolean same = windows.start(query)
                        .orElse(cursor.asked().start())
                        .equals(cursor.asked().start())
                && windows.end(query)
                        .orElse(cursor.asked().end())
                        .equals(cursor.asked().end())
                && StatusParameter.read(query).or(cursor::status).equals(cursor.status());
        if (!same) {
            throw Problem.badParameter(
                            KeyCursor.PARAMETER,
                            "belongs to another query: leave " + WindowParameters.START + ", " + WindowParameters.END
                                    + " and " + StatusParameter.NAME + " as they were, or out")
                    .asException();
        }
        windows.requireAllowed(cursor.asked());
    }

    private static FleetBody body(FleetPage page, TimeWindow asked, FleetRequest wanted) {
        TimeWindow hours = page.hours();
        return new FleetBody(
                hours == null ? null : TimeRange.of(hours),
                page.vehicles().stream()
                        .map(vehicle -> FleetBody.Item.of(vehicle, page.pairingWindow()))
                        .toList(),
                page.more() && hours != null
                        ? new FleetCursor(
                                        asked,
                                        hours,
                                        wanted.status(),
                                        page.vehicles().getLast().rank())
                                .text()
                        : null);
    }
}
