package io.wattline.query.http.me;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Caller;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import io.wattline.runtime.observe.Metrics;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `GET /v1/me`: what a key may do, and what every page needs to know. A page tests a key with it.
public final class MeRoutes implements HttpService {

    record Me(@Nullable String name, List<String> scopes, String displayZone, long staleAfterSeconds, String version) {}

    private final ZoneId displayZone;
    private final Duration staleAfter;

    /// @param displayZone the zone in which pages show times
    /// @param staleAfter from which age a live reading counts as stale
    public MeRoutes(ZoneId displayZone, Duration staleAfter) {
        this.displayZone = displayZone;
        this.staleAfter = staleAfter;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/v1/me", Endpoint.of(Scope.READ, this::me));
    }

    private Answer me(ServerRequest request) {
        Query.of(request).allowOnly(Set.of());
        Caller caller = Caller.of(request);
        List<String> scopes = caller.scopes().stream()
                .sorted()
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .toList();
        return Answer.ok(new Me(caller.name(), scopes, displayZone.getId(), staleAfter.toSeconds(), Metrics.version()));
    }
}
