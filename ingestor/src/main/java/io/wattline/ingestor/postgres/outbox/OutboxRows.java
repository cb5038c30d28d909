package io.wattline.ingestor.postgres.outbox;

import io.wattline.energy.alert.AlertDocument;
import io.wattline.energy.alert.Tariff;
import io.wattline.ingestor.outbox.AlertNotice;
import io.wattline.ingestor.outbox.OutboxMessage;
import io.wattline.ingestor.postgres.charging.AlertRows;
import io.wattline.runtime.http.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The rows of `alert_outbox`, each with its event and its alert. In auto-commit mode.
final class OutboxRows {

    private static final String DUE = """
            SELECT o.change, o.attempts, e.event, e.happened_at, e.done_by, e.note AS event_note, a.*
            FROM alert_outbox o
            JOIN alert_event e ON (e.vehicle_id, e.alert_id, e.change) = (o.vehicle_id, o.alert_id, o.change)
            JOIN alert a ON (a.vehicle_id, a.id) = (o.vehicle_id, o.alert_id)
            WHERE o.channel = ? AND o.due_at <= clock_timestamp()
            ORDER BY e.happened_at, o.vehicle_id, o.alert_id, o.change
            LIMIT ?
            """;
    private static final String TOLD =
            "DELETE FROM alert_outbox WHERE vehicle_id = ? AND alert_id = ? AND change = ? AND channel = ?";
    private static final String FAILED = """
            UPDATE alert_outbox SET attempts = attempts + 1, due_at = clock_timestamp() + ?::interval
            WHERE vehicle_id = ? AND alert_id = ? AND change = ? AND channel = ?
            """;

    private final Connection connection;
    private final Optional<Tariff> tariff;

    OutboxRows(Connection connection, Optional<Tariff> tariff) {
        this.connection = connection;
        this.tariff = tariff;
    }

    List<OutboxMessage> due(String channel, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DUE)) {
            statement.setString(1, channel);
            statement.setInt(2, limit);
            try (ResultSet rows = statement.executeQuery()) {
                List<OutboxMessage> due = new ArrayList<>();
                while (rows.next()) {
                    due.add(read(rows));
                }
                return due;
            }
        }
    }

    private OutboxMessage read(ResultSet row) throws SQLException {
        AlertNotice notice = new AlertNotice(
                row.getString("event"),
                row.getInt("change"),
                row.getObject("happened_at", OffsetDateTime.class).toInstant(),
                row.getString("done_by"),
                row.getString("event_note"),
                AlertDocument.of(AlertRows.read(row), tariff));
        return new OutboxMessage(
                new OutboxMessage.Key(row.getString("vehicle_id"), row.getObject("id", UUID.class), notice.change()),
                notice.event(),
                row.getInt("attempts"),
                new OutboxMessage.Body(Json.write(notice)));
    }

    void told(String channel, OutboxMessage.Key key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TOLD)) {
            bind(statement, 1, key, channel);
            statement.executeUpdate();
        }
    }

    void failed(String channel, OutboxMessage.Key key, Duration pause) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FAILED)) {
            statement.setString(1, pause.toString());
            bind(statement, 2, key, channel);
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, int first, OutboxMessage.Key key, String channel)
            throws SQLException {
        statement.setString(first, key.vehicleId());
        statement.setObject(first + 1, key.alertId());
        statement.setInt(first + 2, key.change());
        statement.setString(first + 3, channel);
    }

    void forgetOthers(List<String> channels) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM alert_outbox WHERE channel <> ALL (?)")) {
            statement.setArray(1, connection.createArrayOf("text", channels.toArray()));
            statement.executeUpdate();
        }
    }

    int waiting(String channel) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT count(*) FROM alert_outbox WHERE channel = ?")) {
            statement.setString(1, channel);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
