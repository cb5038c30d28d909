package io.wattline.query.http.live;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.http.DeviceParameter;
import io.wattline.query.http.KeyCursor;
import io.wattline.query.http.KeyPage;
import io.wattline.query.http.PageSize;
import io.wattline.query.http.UnknownDevice;
import io.wattline.query.live.LiveReading;
import io.wattline.query.live.LiveState;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import io.wattline.telemetry.DeviceId;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.VehicleReading;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `GET /v1/meters/{meterId}/live` and `GET /v1/vehicles/{vehicleId}/live`; `GET /v1/meters` and `GET /v1/vehicles`,
/// the same of all devices that ever sent a reading, in pages by id.
public final class LiveRoutes implements HttpService {

    record MeterBody(
            String meterId,
            Instant timestamp,
            Instant receivedAt,
            long ageSeconds,
            boolean stale,
            BigDecimal kwhConsumedAc,
            float voltage) {}

    record VehicleBody(
            String vehicleId,
            Instant timestamp,
            Instant receivedAt,
            long ageSeconds,
            boolean stale,
            BigDecimal kwhDeliveredDc,
            @Nullable Float soc,
            @Nullable Float batteryTemp) {}

    private static final String METERS = "meters";
    private static final String VEHICLES = "vehicles";
    private static final Set<String> PAGE_PARAMETERS = Set.of(PageSize.PARAMETER, KeyCursor.PARAMETER);

    private final LiveState live;
    private final Duration staleAfter;
    private final InstantSource clock;

    /// Routes over `live`.
    ///
    /// @param staleAfter from which age a reading counts as stale, exclusive
    public LiveRoutes(LiveState live, Duration staleAfter, InstantSource clock) {
        this.live = live;
        this.staleAfter = staleAfter;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/v1/meters/{meterId}/live", Endpoint.of(Scope.READ, this::meter))
                .get("/v1/vehicles/{vehicleId}/live", Endpoint.of(Scope.READ, this::vehicle))
                .get("/v1/meters", Endpoint.of(Scope.READ, this::meters))
                .get("/v1/vehicles", Endpoint.of(Scope.READ, this::vehicles));
    }

    private Answer meter(ServerRequest request) {
        String meterId = DeviceParameter.read(request, "meterId");
        Query.of(request).allowOnly(Set.of());
        return live.meter(meterId)
                .map(newest -> Answer.ok(meterBody(newest)))
                .orElseThrow(
                        () -> UnknownDevice.withoutReading("meter", meterId).asException());
    }

    private Answer vehicle(ServerRequest request) {
        String vehicleId = DeviceParameter.read(request, "vehicleId");
        Query.of(request).allowOnly(Set.of());
        return live.vehicle(vehicleId)
                .map(newest -> Answer.ok(vehicleBody(newest)))
                .orElseThrow(
                        () -> UnknownDevice.withoutReading("vehicle", vehicleId).asException());
    }

    private Answer meters(ServerRequest request) {
        int limit = pageSize(request);
        return Answer.ok(KeyPage.of(
                live.meters(after(request, METERS), limit + 1),
                limit,
                this::meterBody,
                last -> KeyCursor.write(METERS, last.reading().meterId())));
    }

    private Answer vehicles(ServerRequest request) {
        int limit = pageSize(request);
        return Answer.ok(KeyPage.of(
                live.vehicles(after(request, VEHICLES), limit + 1),
                limit,
                this::vehicleBody,
                last -> KeyCursor.write(VEHICLES, last.reading().vehicleId())));
    }

    private static int pageSize(ServerRequest request) {
        Query.of(request).allowOnly(PAGE_PARAMETERS);
        return PageSize.read(Query.of(request));
    }

    private static String after(ServerRequest request, String kind) {
        return Query.of(request)
                .one(KeyCursor.PARAMETER)
                .map(cursor -> Optional.ofNullable(
                                KeyCursor.read(kind, 1, cursor).getFirst())
                        .filter(DeviceId::isValid)
                        .orElseThrow(KeyCursor::invalid))
                .orElse("");
    }

    private MeterBody meterBody(LiveReading<MeterReading> newest) {
        MeterReading reading = newest.reading();
        Duration age = newest.age(clock.instant());
        return new MeterBody(
                reading.meterId(),
                reading.measuredAt(),
                newest.receivedAt(),
                age.toSeconds(),
                isStale(age),
                reading.kwh(),
                reading.voltage());
    }

    private VehicleBody vehicleBody(LiveReading<VehicleReading> newest) {
        VehicleReading reading = newest.reading();
        Duration age = newest.age(clock.instant());
        return new VehicleBody(
                reading.vehicleId(),
                reading.measuredAt(),
                newest.receivedAt(),
                age.toSeconds(),
                isStale(age),
                reading.kwh(),
                reading.soc(),
                reading.batteryTemp());
    }

    private boolean isStale(Duration age) {
        return age.compareTo(staleAfter) > 0;
    }
}
