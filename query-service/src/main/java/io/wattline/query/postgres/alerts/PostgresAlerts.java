package io.wattline.query.postgres.alerts;

import io.wattline.energy.alert.Alert;
import io.wattline.energy.alert.AlertKind;
import io.wattline.energy.alert.AlertState;
import io.wattline.query.alerts.Act;
import io.wattline.query.alerts.AlertResult;
import io.wattline.query.alerts.Alerts;
import io.wattline.query.alerts.AuditedAlert;
import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.connection.QueryDatabase;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/// [Alerts] on the tables `alert` and `alert_event` and the functions that operators may write them with.
public final class PostgresAlerts implements Alerts {

    private static final String NEWEST_FIRST = " ORDER BY raised_at DESC, id DESC LIMIT :limit";
    private static final String EVENTS = """
            SELECT change, event, happened_at, done_by, note FROM alert_event
            WHERE vehicle_id = :vehicle AND alert_id = :id ORDER BY change
            """;
    private static final String NO_DATA_FOUND = "P0002";
    private static final String NOT_IN_STATE = "55000";

    private final QueryDatabase database;

    /// Works through `database`.
    public PostgresAlerts(QueryDatabase database) {
        this.database = database;
    }

    @Override
    public List<Alert> page(Filter filter, Optional<Place> after, int limit) {
        StringBuilder sql = new StringBuilder("SELECT * FROM alert WHERE true");
        filter.state().ifPresent(state -> sql.append(" AND state = :state"));
        filter.kind().ifPresent(kind -> sql.append(" AND kind = :kind"));
        filter.vehicleId().ifPresent(vehicle -> sql.append(" AND vehicle_id = :vehicle"));
        filter.since().ifPresent(since -> sql.append(" AND raised_at >= :since"));
        after.ifPresent(place -> sql.append(" AND (raised_at, id) < (:raised, :id)"));
        return database.read(jdbc -> {
            StatementSpec statement =
                    jdbc.sql(sql.append(NEWEST_FIRST).toString()).param("limit", limit);
            filter.state().map(AlertState::word).ifPresent(word -> statement.param("state", word));
            filter.kind().map(AlertKind::word).ifPresent(word -> statement.param("kind", word));
            filter.vehicleId().ifPresent(vehicle -> statement.param("vehicle", vehicle));
            filter.since()
                    .map(Columns::parameter)
                    .ifPresent(since -> statement.param("since", since, Types.TIMESTAMP_WITH_TIMEZONE));
            after.ifPresent(place -> statement
                    .param("raised", Columns.parameter(place.raisedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                    .param("id", place.id()));
            return statement.query((row, number) -> AlertRow.read(row)).list();
        });
    }

    @Override
    public Optional<AuditedAlert> find(UUID id) {
        return database.read(jdbc -> find(jdbc, id));
    }

    private static Optional<AuditedAlert> find(JdbcClient jdbc, UUID id) {
        return jdbc.sql("SELECT * FROM alert WHERE id = :id")
                .param("id", id)
                .query((row, number) -> AlertRow.read(row))
                .optional()
                .map(alert -> new AuditedAlert(alert, events(jdbc, alert)));
    }

    private static List<AuditedAlert.Event> events(JdbcClient jdbc, Alert alert) {
        return jdbc.sql(EVENTS)
                .param("vehicle", alert.pair().vehicleId())
                .param("id", alert.id())
                .query((row, number) -> new AuditedAlert.Event(
                        row.getInt("change"),
                        row.getString("event"),
                        Columns.instant(row, "happened_at"),
                        row.getString("done_by"),
                        row.getString("note")))
                .list();
    }

    @Override
    public AlertResult acknowledge(UUID id, Act act) {
        return change("SELECT acknowledge_alert(:id, :by, :key, :note)", id, act);
    }

    @Override
    public AlertResult close(UUID id, Act act) {
        return change("SELECT close_alert(:id, :by, :key, :note)", id, act);
    }

    private AlertResult change(String sql, UUID id, Act act) {
        try {
            return database.write(jdbc -> {
                jdbc.sql(sql)
                        .param("id", id)
                        .param("by", act.by())
                        .param("key", act.keyId(), Types.VARCHAR)
                        .param("note", act.note(), Types.VARCHAR)
                        .query(String.class)
                        .single();
                return new AlertResult.Done(find(jdbc, id).orElseThrow());
            });
        } catch (DataAccessException e) {
            if (e.getMostSpecificCause() instanceof PSQLException cause) {
                if (NO_DATA_FOUND.equals(cause.getSQLState())) {
                    return new AlertResult.NoSuchAlert();
                }
                if (NOT_IN_STATE.equals(cause.getSQLState())) {
                    return new AlertResult.NotAllowed(message(cause));
                }
            }
            throw e;
        }
    }

    private static String message(PSQLException cause) {
        ServerErrorMessage message = cause.getServerErrorMessage();
        String text = message == null ? null : message.getMessage();
        return text == null ? "the alert is over" : text;
    }
}
