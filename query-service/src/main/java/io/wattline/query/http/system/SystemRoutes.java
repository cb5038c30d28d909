package io.wattline.query.http.system;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.recent.Recent;
import io.wattline.query.system.SystemState;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import io.wattline.runtime.observe.Metrics;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `GET /v1/system`.
public final class SystemRoutes implements HttpService {

    record Body(
            Instant timestamp,
            Versions versions,
            List<Partition> partitions,
            Rollups rollups,
            Devices devices,
            List<Ingestor> ingestors,
            List<Slot> slots) {

        static Body of(SystemState state) {
            return new Body(
                    state.at(),
                    new Versions(Metrics.version(), Runtime.version().toString()),
                    state.partitions().stream()
                            .map(ahead -> new Partition(ahead.table(), ahead.days()))
                            .toList(),
                    Rollups.of(state.rollups()),
                    new Devices(
                            Counts.of(state.devices().meters()),
                            Counts.of(state.devices().vehicles())),
                    state.ingestors().stream().map(Ingestor::of).toList(),
                    state.slots().stream().map(Slot::of).toList());
        }
    }

    record Versions(String queryService, String java) {}

    record Partition(String table, int daysAhead) {}

    record Rollups(Instant summedBefore, long lagSeconds, long marks, boolean marksCapped) {
        static Rollups of(SystemState.Rollups rollups) {
            return new Rollups(
                    rollups.summedBefore(), rollups.lag().toSeconds(), rollups.marks(), rollups.marksCapped());
        }
    }

    record Devices(Counts meters, Counts vehicles) {}

    record Counts(long fresh, long stale) {
        static Counts of(SystemState.Counts counts) {
            return new Counts(counts.fresh(), counts.stale());
        }
    }

    record Ingestor(
            String group,
            String ingestorId,
            boolean alive,
            @Nullable Instant connectedSince) {
        static Ingestor of(SystemState.IngestorState state) {
            return new Ingestor(state.group(), state.ingestorId(), state.alive(), state.connectedSince());
        }
    }

    record Slot(
            String group,
            int slot,
            @Nullable String ingestorId,
            boolean held,
            @Nullable Instant servedAt,
            boolean draining) {
        static Slot of(SystemState.SlotState state) {
            return new Slot(
                    state.group(), state.slot(), state.ingestorId(), state.held(), state.servedAt(), state.draining());
        }
    }

    private final Recent<SystemState> system;

    /// Routes over `system`.
    public SystemRoutes(Recent<SystemState> system) {
        this.system = system;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/v1/system", Endpoint.of(Scope.READ, this::get));
    }

    private Answer get(ServerRequest request) {
        Query.of(request).allowOnly(Set.of());
        return Answer.ok(Body.of(system.get()));
    }
}
