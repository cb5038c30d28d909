package io.wattline.query.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattline.energy.verdict.WindowStatus;
import io.wattline.query.fleet.RankedVehicle;
import io.wattline.query.overview.FleetOverview;
import io.wattline.query.system.SystemState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Fleet and installation as gauges. All are NaN while nothing is known, as while the database is away: an alarm on an
/// old number would be worse than none, and `wattline_ready` has the database. Safe for all threads.
public final class FleetMetrics {

    /// The status of vehicles without a verdict: nothing of them is in a summed hour.
    static final String NO_VERDICT = "none";

    private final MeterRegistry registry;
    private final Map<String, Long> statuses = new ConcurrentHashMap<>();
    private volatile @Nullable SystemState system;
    private volatile boolean fleetKnown;

    public FleetMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (String table : new String[] {"meter_history", "vehicle_history", "rejected_message"}) {
            gauge(
                            "wattline.day.partitions.ahead",
                            "Days after today that have a partition",
                            state -> days(state, table))
                    .tag("table", table)
                    .register(registry);
        }
        gauge(
                        "wattline.rollup.lag.seconds",
                        "Time since the end of the last hour that has been summed",
                        state -> state.rollups().lag().toMillis() / 1e3)
                .register(registry);
        gauge(
                        "wattline.rollup.dirty.marks",
                        "Device-hours that late readings have touched and that wait to be summed again",
                        state -> state.rollups().marks())
                .register(registry);
        devices("meter", state -> state.devices().meters());
        devices("vehicle", state -> state.devices().vehicles());
        Stream.concat(Stream.of(WindowStatus.values()).map(WindowStatus::word), Stream.of(NO_VERDICT))
                .forEach(this::vehicles);
    }

    void observed(SystemState state) {
        system = state;
    }

    void observed(FleetOverview fleet) {
        Map<String, Long> counted = fleet.vehicles().stream()
                .collect(Collectors.groupingBy(row -> status(row.ranked()), Collectors.counting()));
        statuses.clear();
        statuses.putAll(counted);
        fleetKnown = true;
    }

    void lost() {
        system = null;
        fleetKnown = false;
    }

    private static String status(@Nullable RankedVehicle ranked) {
        return ranked == null ? NO_VERDICT : ranked.status().word();
    }

    private void vehicles(String status) {
        Gauge.builder("wattline.vehicles", () -> fleetKnown ? statuses.getOrDefault(status, 0L) : Double.NaN)
                .description("Vehicles by the verdict on their last 24 summed hours")
                .tag("status", status)
                .register(registry);
    }

    private void devices(String kind, Function<SystemState, SystemState.Counts> counts) {
        device(kind, "fresh", state -> counts.apply(state).fresh());
        device(kind, "stale", state -> counts.apply(state).stale());
    }

    private void device(String kind, String word, ToDoubleFunction<SystemState> value) {
        gauge("wattline.devices", "Devices by whether their newest reading is older than STALE_AFTER", value)
                .tag("kind", kind)
                .tag("state", word)
                .register(registry);
    }

    private Gauge.Builder<?> gauge(String name, String description, ToDoubleFunction<SystemState> value) {
        return Gauge.builder(name, this, metrics -> {
                    @Nullable SystemState state = metrics.system;
                    return state == null ? Double.NaN : value.applyAsDouble(state);
                })
                .description(description);
    }

    private static double days(SystemState state, String table) {
        return state.partitions().stream()
                .filter(ahead -> ahead.table().equals(table))
                .mapToDouble(SystemState.Ahead::days)
                .findFirst()
                .orElse(Double.NaN);
    }
}
