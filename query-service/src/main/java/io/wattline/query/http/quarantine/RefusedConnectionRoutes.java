package io.wattline.query.http.quarantine;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.wattline.query.http.KeyCursor;
import io.wattline.query.http.KeyPage;
import io.wattline.query.http.PageSize;
import io.wattline.query.quarantine.RefusedConnection;
import io.wattline.query.quarantine.RefusedConnections;
import io.wattline.runtime.http.Answer;
import io.wattline.runtime.http.AnswerBytes;
import io.wattline.runtime.http.Endpoint;
import io.wattline.runtime.http.Query;
import io.wattline.runtime.http.Scope;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `GET /v1/rejected/connections`: whom the broker refuses and why, the newest first.
public final class RefusedConnectionRoutes implements HttpService {

    record Item(String client, String reason, long count, Instant firstSeen, Instant lastSeen, String detail) {

        static Item of(RefusedConnection row) {
            return new Item(row.client(), row.reason(), row.times(), row.firstSeen(), row.lastSeen(), row.detail());
        }
    }

    private static final String KIND = "refused-connections";

    // The longest client, reason and detail that the table takes, with room for escapes and the times.
    private static final int LONGEST_ITEM_BYTES = 4_096;

    private static final Set<String> PARAMETERS = Set.of(PageSize.PARAMETER, KeyCursor.PARAMETER);

    private final RefusedConnections connections;

    /// Routes over `connections`.
    public RefusedConnectionRoutes(RefusedConnections connections) {
        this.connections = connections;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/v1/rejected/connections", Endpoint.of(Scope.READ, this::list));
    }

    private Answer list(ServerRequest request) {
        Query query = Query.of(request);
        query.allowOnly(PARAMETERS);
        int limit = PageSize.read(query);
        AnswerBytes.take(request, (long) limit * LONGEST_ITEM_BYTES);
        List<RefusedConnection> rows =
                connections.page(query.one(KeyCursor.PARAMETER).map(RefusedConnectionRoutes::read), limit + 1);
        return Answer.ok(KeyPage.of(rows, limit, Item::of, RefusedConnectionRoutes::write));
    }

    private static RefusedConnections.Key read(String cursor) {
        List<@Nullable String> values = KeyCursor.read(KIND, 3, cursor);
        try {
            return new RefusedConnections.Key(
                    Instant.parse(String.valueOf(values.get(0))),
                    String.valueOf(values.get(1)),
                    String.valueOf(values.get(2)));
        } catch (DateTimeException e) {
            throw KeyCursor.invalid();
        }
    }

    private static String write(RefusedConnection last) {
        return KeyCursor.write(KIND, last.lastSeen().toString(), last.client(), last.reason());
    }
}
