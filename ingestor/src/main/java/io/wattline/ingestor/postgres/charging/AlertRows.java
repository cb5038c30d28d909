package io.wattline.ingestor.postgres.charging;

import static io.wattline.ingestor.postgres.charging.Statements.instant;
import static io.wattline.ingestor.postgres.charging.Statements.maybeInstant;

import io.wattline.energy.alert.Alert;
import io.wattline.energy.alert.Alert.Act;
import io.wattline.energy.alert.AlertKind;
import io.wattline.ingestor.charging.AlertChange;
import io.wattline.ingestor.charging.WantedAlert;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The rows of `alert` and `alert_event`.
public final class AlertRows {

    private static final String COLUMNS = """
            id, kind, vehicle_id, meter_id, onset_at, raised_at, cleared_at, withdrawn_at, acknowledged_at, acknowledged_by,
            closed_at, closed_by, note, size, size_margin, recent_size, told_size, smallest_visible_loss, lost_kwh,
            extra_grid_kwh, evidence
            """;
    private static final String INSERT = """
            INSERT INTO alert (onset_at, raised_at, cleared_at, size, size_margin, recent_size, told_size,
              smallest_visible_loss, lost_kwh, extra_grid_kwh, evidence, kind, vehicle_id, meter_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
            RETURNING id
            """;
    private static final String UPDATE = """
            UPDATE alert SET onset_at = ?, raised_at = ?, cleared_at = ?, size = ?, size_margin = ?, recent_size = ?,
              told_size = ?, smallest_visible_loss = ?, lost_kwh = ?, extra_grid_kwh = ?, evidence = ?::jsonb
            WHERE vehicle_id = ? AND id = ?
            """;
    private static final String WITHDRAW =
            "UPDATE alert SET withdrawn_at = clock_timestamp() WHERE vehicle_id = ? AND id = ?";
    private static final String EVENT = """
            INSERT INTO alert_event (vehicle_id, alert_id, change, event, note, before)
            SELECT asked.vehicle_id, asked.id, coalesce(max(e.change), 0) + 1, asked.event, asked.note, asked.before::jsonb
            FROM (VALUES (?, ?::uuid, ?, ?, ?)) AS asked (vehicle_id, id, event, note, before)
            LEFT JOIN alert_event e ON e.vehicle_id = asked.vehicle_id AND e.alert_id = asked.id
            GROUP BY asked.vehicle_id, asked.id, asked.event, asked.note, asked.before
            """;
    private static final String BEFORE = """
            SELECT jsonb_build_object('onsetAt', onset_at, 'raisedAt', raised_at, 'clearedAt', cleared_at, 'size', size,
              'sizeMargin', size_margin, 'lostKwh', lost_kwh, 'evidence', evidence)::text
            FROM alert WHERE vehicle_id = ? AND id = ?
            """;

    private final Statements statements;

    AlertRows(Statements statements) {
        this.statements = statements;
    }

    /// The alerts that are not withdrawn, locked against operators until the transaction ends.
    List<Alert> of(Collection<String> vehicleIds) {
        return statements.query(
                "SELECT " + COLUMNS
                        + " FROM alert WHERE vehicle_id = ANY (?) AND withdrawn_at IS NULL"
                        + " ORDER BY vehicle_id, raised_at, id FOR UPDATE",
                AlertRows::read,
                statements.texts(vehicleIds, id -> id));
    }

    void write(List<AlertChange> changes) {
        for (AlertChange change : changes) {
            switch (change) {
                case AlertChange.Raise raise -> raise(raise);
                case AlertChange.Amend amend -> amend(amend);
                case AlertChange.Withdraw(Alert alert, List<AlertChange.Event> events) -> {
                    statements.update(WITHDRAW, alert.pair().vehicleId(), alert.id());
                    events.forEach(event -> event(alert.pair().vehicleId(), alert.id(), event, null));
                }
            }
        }
    }

    private void raise(AlertChange.Raise raise) {
        WantedAlert wanted = raise.wanted();
        UUID id = statements
                .query(
                        INSERT,
                        row -> row.getObject(1, UUID.class),
                        values(
                                wanted,
                                wanted.kind().word(),
                                wanted.pair().vehicleId(),
                                wanted.pair().meterId()))
                .getFirst();
        raise.events().forEach(event -> event(wanted.pair().vehicleId(), id, event, null));
    }

    private void amend(AlertChange.Amend amend) {
        String vehicleId = amend.alert().pair().vehicleId();
        UUID id = amend.alert().id();
        @Nullable
        String before = amend.events().isEmpty()
                ? null
                : statements
                        .query(BEFORE, row -> row.getString(1), vehicleId, id)
                        .getFirst();
        statements.update(UPDATE, values(amend.wanted(), vehicleId, id));
        amend.events().forEach(event -> event(vehicleId, id, event, before));
    }

    /// The columns that the data decide, in the order of both statements, and what comes after.
    private static @Nullable Object[] values(WantedAlert wanted, Object... rest) {
        Alert.@Nullable Loss loss = wanted.loss();
        @Nullable Object[] values = new Object[11 + rest.length];
        values[0] = wanted.span().onsetAt();
        values[1] = wanted.span().raisedAt();
        values[2] = wanted.span().clearedAt();
        if (loss != null) {
            values[3] = loss.size();
            values[4] = loss.margin();
            values[5] = loss.recentSize();
            values[6] = loss.toldSize();
            values[7] = loss.smallestVisible();
            values[8] = loss.energy().lostKwh();
            values[9] = loss.energy().extraGridKwh();
        }
        values[10] = Facts.json(wanted.evidence());
        System.arraycopy(rest, 0, values, 11, rest.length);
        return values;
    }

    private void event(String vehicleId, UUID id, AlertChange.Event event, @Nullable String before) {
        statements.update(EVENT, vehicleId, id, event.word(), event.note(), before);
    }

    /// The alert of a row with all columns.
    public static Alert read(ResultSet row) throws SQLException {
        return new Alert(
                row.getObject("id", UUID.class),
                AlertKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                new Alert.Pair(row.getString("vehicle_id"), row.getString("meter_id")),
                new Alert.Times(
                        instant(row, "onset_at"),
                        instant(row, "raised_at"),
                        maybeInstant(row, "cleared_at"),
                        maybeInstant(row, "withdrawn_at")),
                new Alert.Handling(act(row, "acknowledged"), act(row, "closed"), row.getString("note")),
                loss(row),
                Facts.of(row.getString("evidence")));
    }

    private static @Nullable Act act(ResultSet row, String what) throws SQLException {
        @Nullable Instant at = maybeInstant(row, what + "_at");
        return at == null ? null : new Act(at, row.getString(what + "_by"));
    }

    private static Alert.@Nullable Loss loss(ResultSet row) throws SQLException {
        double size = row.getDouble("size");
        if (row.wasNull()) {
            return null;
        }
        return new Alert.Loss(
                size,
                row.getDouble("size_margin"),
                row.getDouble("recent_size"),
                row.getDouble("told_size"),
                row.getDouble("smallest_visible_loss"),
                new Alert.LostEnergy(row.getBigDecimal("lost_kwh"), row.getBigDecimal("extra_grid_kwh")));
    }
}
