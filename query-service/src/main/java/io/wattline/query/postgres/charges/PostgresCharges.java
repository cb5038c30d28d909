package io.wattline.query.postgres.charges;

import io.wattline.energy.Energy;
import io.wattline.energy.charge.Charge;
import io.wattline.energy.charge.Charge.Edges;
import io.wattline.energy.charge.ChargeKind;
import io.wattline.energy.charge.ChargeWindow;
import io.wattline.query.charges.Charges;
import io.wattline.query.charges.VehicleCharge;
import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.telemetry.DeviceKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// [Charges] on the table `charge`.
public final class PostgresCharges implements Charges {

    private static final String OF_VEHICLE = """
            SELECT * FROM charge WHERE vehicle_id = :device AND started_at >= :since AND started_at < :before
            ORDER BY started_at DESC LIMIT :limit
            """;
    private static final String AT_METER = """
            SELECT * FROM charge WHERE meter_id = :device AND started_at >= :since AND started_at < :before
            ORDER BY started_at DESC LIMIT :limit
            """;
    private static final String VEHICLE_KNOWN = """
            SELECT EXISTS (SELECT FROM vehicle_meter WHERE vehicle_id = :device)
              OR EXISTS (SELECT FROM vehicle_live WHERE vehicle_id = :device)
            """;
    private static final String METER_KNOWN = """
            SELECT EXISTS (SELECT FROM vehicle_meter WHERE meter_id = :device)
              OR EXISTS (SELECT FROM meter_live WHERE meter_id = :device)
            """;

    private final QueryDatabase database;

    /// Reads through `database`.
    public PostgresCharges(QueryDatabase database) {
        this.database = database;
    }

    @Override
    public List<VehicleCharge> page(Asked asked, int limit) {
        return database.read(jdbc -> jdbc.sql(asked.kind() == DeviceKind.VEHICLE ? OF_VEHICLE : AT_METER)
                .param("device", asked.deviceId())
                .param("since", Columns.parameter(asked.since()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("before", Columns.parameter(asked.before()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("limit", limit)
                .query((row, number) -> read(row))
                .list());
    }

    @Override
    public boolean knows(DeviceKind kind, String deviceId) {
        return database.read(jdbc -> jdbc.sql(kind == DeviceKind.VEHICLE ? VEHICLE_KNOWN : METER_KNOWN)
                .param("device", deviceId)
                .query(Boolean.class)
                .single());
    }

    private static VehicleCharge read(ResultSet row) throws SQLException {
        Charge charge = new Charge(
                new ChargeWindow(Columns.instant(row, "started_at"), Columns.instant(row, "ended_at")),
                ChargeKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                new Energy(row.getBigDecimal("kwh_ac"), row.getBigDecimal("kwh_dc")),
                new Energy(row.getBigDecimal("matched_ac"), row.getBigDecimal("matched_dc")),
                new Charge.Trust(
                        row.getDouble("coverage"),
                        row.getInt("cuts"),
                        row.getDouble("ac_step"),
                        row.getDouble("dc_step")),
                new Charge.Battery(
                        row.getObject("temp_at_start", Double.class),
                        row.getObject("soc_at_start", Double.class),
                        row.getObject("soc_at_end", Double.class)),
                new Charge.Shape(
                        row.getDouble("hours_on"), row.getDouble("peak_kw"), row.getDouble("overlap"), edges(row)));
        return new VehicleCharge(row.getString("vehicle_id"), row.getString("meter_id"), charge);
    }

    private static @Nullable Edges edges(ResultSet row) throws SQLException {
        @Nullable Integer start = row.getObject("start_lag_s", Integer.class);
        @Nullable Integer end = row.getObject("end_lag_s", Integer.class);
        return start == null || end == null ? null : new Edges(Duration.ofSeconds(start), Duration.ofSeconds(end));
    }
}
