package io.wattline.query.postgres.alerts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wattline.energy.alert.Alert;
import io.wattline.energy.alert.Alert.Act;
import io.wattline.energy.alert.AlertKind;
import io.wattline.query.postgres.Columns;
import io.wattline.runtime.http.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `alert`.
final class AlertRow {

    private AlertRow() {}

    static Alert read(ResultSet row) throws SQLException {
        return new Alert(
                row.getObject("id", UUID.class),
                AlertKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                new Alert.Pair(row.getString("vehicle_id"), row.getString("meter_id")),
                new Alert.Times(
                        Columns.instant(row, "onset_at"),
                        Columns.instant(row, "raised_at"),
                        Columns.optionalInstant(row, "cleared_at"),
                        Columns.optionalInstant(row, "withdrawn_at")),
                new Alert.Handling(act(row, "acknowledged"), act(row, "closed"), row.getString("note")),
                loss(row),
                evidence(row.getString("evidence")));
    }

    private static @Nullable Act act(ResultSet row, String what) throws SQLException {
        @Nullable Instant at = Columns.optionalInstant(row, what + "_at");
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

    private static SortedMap<String, String> evidence(String json) {
        ObjectNode object = Json.readObject(json.getBytes(StandardCharsets.UTF_8));
        SortedMap<String, String> evidence = new TreeMap<>();
        object.properties()
                .forEach(fact -> evidence.put(fact.getKey(), fact.getValue().asText()));
        return evidence;
    }
}
