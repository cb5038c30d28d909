package io.wattline.query.http.quarantine;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.http.KeyCursor;
import io.wattline.query.http.KeyPage;
import io.wattline.query.http.PageSize;
import io.wattline.query.http.Timestamps;
import io.wattline.query.quarantine.Quarantine;
import io.wattline.query.quarantine.Rejected;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.AnswerBytes;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import io.wattline.telemetry.RejectReason;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `GET /v1/rejected`: the quarantine, the newest first; `GET /v1/rejected/counts`: how many by reason.
public final class RejectedRoutes implements HttpService {

    record Item(
            long id,
            Instant receivedAt,
            String source,
            @Nullable String topic,
            @Nullable Integer itemIndex,
            String reason,
            @Nullable String detail,
            String payload,
            int payloadBytes) {

        static Item of(Rejected rejected) {
            Rejected.Origin origin = rejected.origin();
            return new Item(
                    rejected.id(),
                    rejected.receivedAt(),
                    origin.source(),
                    origin.topic(),
                    origin.itemIndex(),
                    rejected.reason(),
                    rejected.detail(),
                    rejected.payloadBase64(),
                    rejected.payloadBytes());
        }
    }

    private static final String REASON = "reason";
    private static final String SINCE = "since";
    private static final String KIND = "rejected";

    // 4,096 bytes of payload in Base64, and the rest.
    private static final int LONGEST_ITEM_BYTES = 6_144;

    private static final Set<String> PARAMETERS = Set.of(REASON, SINCE, PageSize.PARAMETER, KeyCursor.PARAMETER);

    private final Quarantine quarantine;

    /// Routes over `quarantine`.
    public RejectedRoutes(Quarantine quarantine) {
        this.quarantine = quarantine;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/v1/rejected", Endpoint.of(Scope.READ, this::list))
                .get("/v1/rejected/counts", Endpoint.of(Scope.READ, this::counts));
    }

    record Counted(Instant since, List<OfReason> items, boolean capped) {}

    record OfReason(String reason, long count) {}

    private Answer counts(ServerRequest request) {
        Query query = Query.of(request);
        query.allowOnly(Set.of(SINCE));
        Instant since = query.one(SINCE)
                .map(RejectedRoutes::since)
                .orElseThrow(() -> Problem.badParameter(SINCE, "is missing: say from when on")
                        .asException());
        Quarantine.Counts counts = quarantine.counts(since);
        return Answer.ok(new Counted(
                since,
                counts.reasons().stream()
                        .map(counted -> new OfReason(counted.reason(), counted.count()))
                        .toList(),
                counts.capped()));
    }

    private Answer list(ServerRequest request) {
        Query query = Query.of(request);
        query.allowOnly(PARAMETERS);
        int limit = PageSize.read(query);
        Quarantine.Filter asked = new Quarantine.Filter(
                query.one(REASON).map(RejectedRoutes::reason), query.one(SINCE).map(RejectedRoutes::since));
        Start start = query.one(KeyCursor.PARAMETER)
                .map(cursor -> Start.read(cursor).within(asked))
                .orElse(new Start(asked, Long.MAX_VALUE));
        AnswerBytes.take(request, (long) limit * LONGEST_ITEM_BYTES);
        List<Rejected> rows = quarantine.page(start.filter(), start.before(), limit + 1);
        return Answer.ok(KeyPage.of(rows, limit, Item::of, last -> new Start(start.filter(), last.id()).write()));
    }

    /// Where a page starts. The cursor carries the filter, so that following it needs no other parameter.
    private record Start(Quarantine.Filter filter, long before) {

        static Start read(String cursor) {
            List<@Nullable String> values = KeyCursor.read(KIND, 3, cursor);
            try {
                return new Start(
                        new Quarantine.Filter(
                                Optional.ofNullable(values.get(0)).map(RejectedRoutes::reason),
                                Optional.ofNullable(values.get(1)).map(RejectedRoutes::since)),
                        Long.parseLong(String.valueOf(values.get(2))));
            } catch (NumberFormatException e) {
                throw KeyCursor.invalid();
            }
        }

        Start within(Quarantine.Filter asked) {
            boolean same = (asked.reason().isEmpty() || asked.reason().equals(filter.reason()))
                    && (asked.since().isEmpty() || asked.since().equals(filter.since()));
            if (!same) {
                throw Problem.badParameter(
                                KeyCursor.PARAMETER,
                                "was given for another reason or since: leave those out, or start again without it")
                        .asException();
            }
            return this;
        }

        String write() {
            return KeyCursor.write(
                    KIND,
                    filter.reason().map(RejectReason::code).orElse(null),
                    filter.since().map(Instant::toString).orElse(null),
                    Long.toString(before));
        }
    }

    private static RejectReason reason(String text) {
        return Arrays.stream(RejectReason.values())
                .filter(reason -> reason.code().equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.badParameter(
                                REASON,
                                "must be one of "
                                        + Arrays.stream(RejectReason.values())
                                                .map(RejectReason::code)
                                                .toList())
                        .asException());
    }

    private static Instant since(String text) {
        return Timestamps.parseParameter(text)
                .orElseThrow(() -> Problem.badParameter(SINCE, Timestamps.EXPECTED_PARAMETER)
                        .asException());
    }
}
