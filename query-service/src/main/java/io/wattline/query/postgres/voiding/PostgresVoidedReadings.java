package io.wattline.query.postgres.voiding;

import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.query.voiding.VoidOrder;
import io.wattline.query.voiding.VoidResult;
import io.wattline.query.voiding.VoidedReadings;
import java.sql.Types;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;

/// [VoidedReadings] on the function `void_readings`, which numbers the changes of each reading and marks its hour.
public final class PostgresVoidedReadings implements VoidedReadings {

    private static final String CHANGE = """
            SELECT void_readings(
              CAST(:kinds AS text[]), CAST(:devices AS text[]), CAST(:instants AS timestamptz[]),
              :undo, :by, :key, :reason)
            """;
    private static final String NO_DATA_FOUND = "P0002";

    private final QueryDatabase database;

    /// Works through `database`.
    public PostgresVoidedReadings(QueryDatabase database) {
        this.database = database;
    }

    @Override
    public VoidResult change(VoidOrder order) {
        try {
            return database.write(jdbc -> new VoidResult.Written(jdbc.sql(CHANGE)
                    .param("kinds", each(order, key -> key.kind().name().toLowerCase(Locale.ROOT)))
                    .param("devices", each(order, VoidOrder.Key::deviceId))
                    .param("instants", each(order, key -> key.measuredAt().toString()))
                    .param("undo", order.undo())
                    .param("by", order.account().by())
                    .param("key", order.account().keyId(), Types.VARCHAR)
                    .param("reason", order.account().reason())
                    .query(Integer.class)
                    .single()));
        } catch (DataAccessException e) {
            if (e.getMostSpecificCause() instanceof PSQLException cause && NO_DATA_FOUND.equals(cause.getSQLState())) {
                return new VoidResult.NoSuchReading(position(cause.getServerErrorMessage()));
            }
            throw e;
        }
    }

    private static String[] each(VoidOrder order, Function<VoidOrder.Key, String> value) {
        return order.readings().stream().map(value).toArray(String[]::new);
    }

    private static int position(@Nullable ServerErrorMessage message) {
        String detail = message == null ? null : message.getDetail();
        return detail == null ? 0 : Integer.parseInt(detail);
    }
}
