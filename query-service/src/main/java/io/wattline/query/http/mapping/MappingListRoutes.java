package io.wattline.query.http.mapping;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.http.KeyCursor;
import io.wattline.query.http.KeyPage;
import io.wattline.query.http.PageSize;
import io.wattline.query.http.Timestamps;
import io.wattline.query.mapping.BulkResult;
import io.wattline.query.mapping.Mapping;
import io.wattline.query.mapping.MappingBatch;
import io.wattline.query.mapping.MappingKey;
import io.wattline.query.mapping.Mappings;
import io.wattline.query.mapping.VehicleMapping;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import io.wattline.telemetry.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `GET` and `POST /v1/mappings`: all mappings, in pages, and many at once, all or nothing.
public final class MappingListRoutes implements HttpService {

    /// The longest body: the largest batch, with every id and time as long as they get.
    public static final int MAX_BODY_BYTES = 1_048_576;

    /// A mapping in the list, and in the body of a `POST`.
    record Row(
            String vehicleId,
            String meterId,
            @Nullable Instant validFrom,
            @Nullable Instant validTo) {

        static Row of(VehicleMapping row) {
            Mapping mapping = row.mapping();
            return new Row(row.vehicleId(), mapping.meterId(), mapping.validFrom(), mapping.validTo());
        }
    }

    record Written(int written) {}

    private static final String PATH = "/v1/mappings";
    private static final String KIND = "mappings";
    private static final Set<String> PARAMETERS = Set.of(PageSize.PARAMETER, KeyCursor.PARAMETER);

    private final Mappings mappings;

    /// Routes over `mappings`.
    public MappingListRoutes(Mappings mappings) {
        this.mappings = mappings;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, Endpoint.of(Scope.READ, this::list))
                .post(PATH, Endpoint.of(Scope.ADMIN, this::write).taking(Answer.JSON, MappingImport.CSV));
    }

    private Answer list(ServerRequest request) {
        Query.of(request).allowOnly(PARAMETERS);
        int limit = PageSize.read(Query.of(request));
        Optional<MappingKey> after = Query.of(request).one(KeyCursor.PARAMETER).map(MappingListRoutes::key);
        List<VehicleMapping> rows = mappings.page(after, limit + 1);
        return Answer.ok(KeyPage.of(rows, limit, Row::of, MappingListRoutes::cursor));
    }

    private Answer write(ServerRequest request) {
        Query.of(request).allowOnly(Set.of());
        MappingImport given = MappingImport.read(request);
        MappingBatch batch = given.batch();
        List<BulkResult.Conflict> overlaps = batch.overlaps();
        if (!overlaps.isEmpty()) {
            throw refused(400, "Mappings in the body overlap each other; nothing was written", given, overlaps);
        }
        return switch (mappings.putAll(batch)) {
            case BulkResult.Written() -> Answer.ok(new Written(batch.rows().size()));
            case BulkResult.Refused(var conflicts) ->
                throw refused(
                        409,
                        conflicts.isEmpty()
                                ? "Mappings were changed meanwhile and nothing was written: send the same again"
                                : "Mappings overlap others that are stored; nothing was written",
                        given,
                        conflicts);
        };
    }

    private static RuntimeException refused(
            int status, String detail, MappingImport given, List<BulkResult.Conflict> conflicts) {
        List<Map<String, Object>> errors = conflicts.stream()
                .limit(MappingImport.MAX_ERRORS)
                .map(conflict -> given.conflict(conflict.index(), conflict.overlap()))
                .toList();
        return Problem.of(status, detail).with("errors", errors).asException();
    }

    private static String cursor(VehicleMapping last) {
        @Nullable Instant from = last.mapping().validFrom();
        return KeyCursor.write(KIND, last.vehicleId(), from == null ? null : from.toString());
    }

    private static MappingKey key(String cursor) {
        List<@Nullable String> values = KeyCursor.read(KIND, 2, cursor);
        @Nullable String vehicleId = values.getFirst();
        @Nullable String from = values.getLast();
        if (vehicleId == null || !DeviceId.isValid(vehicleId)) {
            throw KeyCursor.invalid();
        }
        return new MappingKey(
                vehicleId, from == null ? null : Timestamps.parse(from).orElseThrow(KeyCursor::invalid));
    }
}
