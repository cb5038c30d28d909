package io.wattline.query.http.charges;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.charges.Charges;
import io.wattline.query.charges.Charges.Asked;
import io.wattline.query.charges.VehicleCharge;
import io.wattline.query.http.DeviceParameter;
import io.wattline.query.http.KeyCursor;
import io.wattline.query.http.KeyPage;
import io.wattline.query.http.PageSize;
import io.wattline.query.http.Timestamps;
import io.wattline.query.http.UnknownDevice;
import io.wattline.query.http.WindowParameters;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.AnswerBytes;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import io.wattline.telemetry.DeviceKind;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// `GET /v1/vehicles/{vehicleId}/charges` and `GET /v1/meters/{meterId}/charges`: the newest first, in pages.
public final class ChargeRoutes implements HttpService {

    private static final String KIND = "charges";
    private static final int LONGEST_ITEM_BYTES = 1_024;
    private static final Set<String> PARAMETERS =
            Set.of(WindowParameters.START, WindowParameters.END, PageSize.PARAMETER, KeyCursor.PARAMETER);
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Charges charges;

    /// Routes over `charges`.
    public ChargeRoutes(Charges charges) {
        this.charges = charges;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(
                        "/v1/vehicles/{vehicleId}/charges",
                        Endpoint.of(Scope.READ, request -> list(request, DeviceKind.VEHICLE)))
                .get(
                        "/v1/meters/{meterId}/charges",
                        Endpoint.of(Scope.READ, request -> list(request, DeviceKind.METER)));
    }

    private Answer list(ServerRequest request, DeviceKind kind) {
        String deviceId = DeviceParameter.read(request, kind.idField());
        Query query = Query.of(request);
        query.allowOnly(PARAMETERS);
        int limit = PageSize.read(query);
        Asked asked = query.one(KeyCursor.PARAMETER)
                .map(cursor -> read(cursor, kind, deviceId))
                .orElseGet(() -> new Asked(
                        kind,
                        deviceId,
                        instant(query, WindowParameters.START, EARLIEST),
                        instant(query, WindowParameters.END, LATEST)));
        AnswerBytes.take(request, (long) limit * LONGEST_ITEM_BYTES);
        List<VehicleCharge> page = charges.page(asked, limit + 1);
        if (page.isEmpty() && !charges.knows(kind, deviceId)) {
            throw unknown(kind, deviceId);
        }
        return Answer.ok(KeyPage.of(page, limit, ChargeBody::of, last -> write(asked, last)));
    }

    private static RuntimeException unknown(DeviceKind kind, String deviceId) {
        String word = kind == DeviceKind.VEHICLE ? "vehicle" : "meter";
        return UnknownDevice.withoutReading(word, deviceId).asException();
    }

    private static Instant instant(Query query, String name, Instant usual) {
        return query.one(name)
                .map(text -> Timestamps.parseParameter(text)
                        .orElseThrow(() -> Problem.badParameter(name, Timestamps.EXPECTED_PARAMETER)
                                .asException()))
                .orElse(usual);
    }

    /// The cursor carries the device and the window, so that following it needs no other parameter.
    private static String write(Asked asked, VehicleCharge last) {
        return KeyCursor.write(
                KIND,
                asked.kind().idField(),
                asked.deviceId(),
                asked.since().toString(),
                last.charge().window().startsAt().toString());
    }

    private static Asked read(String cursor, DeviceKind kind, String deviceId) {
        var values = KeyCursor.read(KIND, 4, cursor);
        if (!kind.idField().equals(values.get(0)) || !deviceId.equals(values.get(1))) {
            throw KeyCursor.invalid();
        }
        return new Asked(
                kind,
                deviceId,
                Timestamps.parse(String.valueOf(values.get(2))).orElseThrow(KeyCursor::invalid),
                Timestamps.parse(String.valueOf(values.get(3))).orElseThrow(KeyCursor::invalid));
    }
}
