package io.wattline.runtime.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The probes of a service.
///
/// `/health/live` answers 503 when only a restart helps, `/health/ready` when the service cannot do its work now;
/// `/health` is for people and says both, and how the database is, always with 200.
public final class Health implements HttpService {

    /// The readiness check that `/health` reports by itself.
    public static final String DATABASE = "database";

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CheckReport(String status, @Nullable String detail) {}

    record ProbeReport(String status, Map<String, CheckReport> checks, Instant timestamp) {}

    record Summary(String status, String database, Instant timestamp) {}

    private static final String UP = "up";
    private static final String DOWN = "down";

    private final List<BoundedCheck> liveness;
    private final List<BoundedCheck> readiness;
    private final InstantSource clock;

    /// Probes over these checks.
    ///
    /// @param liveness what only a restart mends
    /// @param readiness what must work before requests make sense; one of them may be named [#DATABASE]
    /// @param limit how long one check may keep a probe waiting
    public Health(List<HealthCheck> liveness, List<HealthCheck> readiness, Duration limit, InstantSource clock) {
        this.liveness =
                liveness.stream().map(check -> new BoundedCheck(check, limit)).toList();
        this.readiness =
                readiness.stream().map(check -> new BoundedCheck(check, limit)).toList();
        this.clock = clock;
    }

    /// What exports the readiness checks as metrics.
    ReadinessWatch watch(MeterRegistry registry) {
        return new ReadinessWatch(readiness, registry);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/health/live", Endpoint.of(Scope.OPEN, request -> live()))
                .get("/health/ready", Endpoint.of(Scope.OPEN, request -> ready()))
                .get("/health", Endpoint.of(Scope.OPEN, request -> summary()));
    }

    Answer live() throws InterruptedException {
        return probe(liveness);
    }

    Answer ready() throws InterruptedException {
        return probe(readiness);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Answer probe(List<BoundedCheck> checks) throws InterruptedException {
        Map<String, CheckReport> reports = reports(checks);
        boolean up = allUp(reports);
        return Answer.json(up ? 200 : 503, new ProbeReport(up ? UP : DOWN, reports, now()));
    }

    Answer summary() throws InterruptedException {
        Map<String, CheckReport> ready = reports(readiness);
        boolean up = allUp(ready) && allUp(reports(liveness));
        CheckReport database = ready.get(DATABASE);
        return Answer.ok(new Summary(up ? UP : DOWN, database == null ? "none" : database.status(), now()));
    }

    private static Map<String, CheckReport> reports(List<BoundedCheck> checks) throws InterruptedException {
        Map<String, CheckReport> reports = new TreeMap<>();
        for (BoundedCheck check : checks) {
            BoundedCheck.Result result = check.result();
            reports.put(check.name(), new CheckReport(result.up() ? UP : DOWN, result.detail()));
        }
        return reports;
    }

    private static boolean allUp(Map<String, CheckReport> reports) {
        return reports.values().stream().allMatch(report -> report.status().equals(UP));
    }
}
