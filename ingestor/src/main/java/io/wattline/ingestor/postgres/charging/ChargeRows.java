package io.wattline.ingestor.postgres.charging;

import static io.wattline.ingestor.postgres.charging.Statements.instant;

import io.wattline.energy.Energy;
import io.wattline.energy.charge.Charge;
import io.wattline.energy.charge.Charge.Edges;
import io.wattline.energy.charge.ChargeKind;
import io.wattline.energy.charge.ChargeWindow;
import io.wattline.ingestor.charging.PairCharge;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rows of `charge`.
final class ChargeRows {

    private static final String SELECT = """
            SELECT vehicle_id, meter_id, started_at, ended_at, kind, kwh_ac, kwh_dc, matched_ac, matched_dc,
              coverage, cuts, ac_step, dc_step, temp_at_start, soc_at_start, soc_at_end, hours_on, peak_kw, overlap,
              start_lag_s, end_lag_s
            FROM charge WHERE vehicle_id = ANY (?) AND ended_at > ? AND started_at > ? ORDER BY vehicle_id, started_at
            """;
    private static final String DELETE =
            "DELETE FROM charge USING unnest(?, ?) AS gone (id, at) WHERE vehicle_id = gone.id AND started_at = gone.at";
    private static final String INSERT = """
            INSERT INTO charge (vehicle_id, meter_id, started_at, ended_at, known_at, kind, kwh_ac, kwh_dc, matched_ac,
              matched_dc, coverage, cuts, ac_step, dc_step, temp_at_start, soc_at_start, soc_at_end, hours_on, peak_kw,
              overlap, start_lag_s, end_lag_s)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Statements statements;

    ChargeRows(Statements statements) {
        this.statements = statements;
    }

    List<PairCharge> endingAfter(Collection<String> vehicleIds, Instant instant) {
        // No charge is longer than a day, which the key can tell.
        Instant startsAfter = instant.equals(Instant.MIN) ? instant : instant.minus(ChargeWindow.LONGEST);
        return statements.query(SELECT, ChargeRows::read, statements.texts(vehicleIds, id -> id), instant, startsAfter);
    }

    void replace(List<PairCharge> gone, List<PairCharge> added) {
        if (!gone.isEmpty()) {
            statements.update(
                    DELETE,
                    statements.texts(gone, PairCharge::vehicleId),
                    statements.instants(gone, charge -> charge.charge().window().startsAt()));
        }
        if (!added.isEmpty()) {
            insert(added);
        }
    }

    private void insert(List<PairCharge> added) {
        statements.update(
                INSERT,
                statements.texts(added, PairCharge::vehicleId),
                statements.texts(added, PairCharge::meterId),
                statements.instants(added, row -> row.charge().window().startsAt()),
                statements.instants(added, row -> row.charge().window().endsAt()),
                statements.instants(added, row -> row.charge().window().knownAt()),
                statements.texts(added, row -> row.charge().kind().word()),
                column(added, "numeric", charge -> charge.total().ac()),
                column(added, "numeric", charge -> charge.total().dc()),
                column(added, "numeric", charge -> charge.matched().ac()),
                column(added, "numeric", charge -> charge.matched().dc()),
                column(added, "float8", charge -> charge.trust().coverage()),
                column(added, "int4", charge -> charge.trust().cuts()),
                column(added, "float8", charge -> charge.trust().acStepKwh()),
                column(added, "float8", charge -> charge.trust().dcStepKwh()),
                column(added, "float8", charge -> charge.battery().temperatureAtStart()),
                column(added, "float8", charge -> charge.battery().socAtStart()),
                column(added, "float8", charge -> charge.battery().socAtEnd()),
                column(added, "float8", charge -> charge.shape().hoursOn()),
                column(added, "float8", charge -> charge.shape().peakKw()),
                column(added, "float8", charge -> charge.shape().overlap()),
                column(added, "int4", charge -> lag(charge, Edges::start)),
                column(added, "int4", charge -> lag(charge, Edges::end)));
    }

    private Object column(List<PairCharge> rows, String type, Function<Charge, @Nullable Object> value) {
        return statements.array(type, rows, row -> value.apply(row.charge()));
    }

    private static @Nullable Integer lag(Charge charge, Function<Edges, Duration> edge) {
        @Nullable Edges edges = charge.shape().edges();
        return edges == null ? null : (int) edge.apply(edges).toSeconds();
    }

    private static PairCharge read(ResultSet row) throws SQLException {
        Charge charge = new Charge(
                new ChargeWindow(instant(row, "started_at"), instant(row, "ended_at")),
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
        return new PairCharge(row.getString("vehicle_id"), row.getString("meter_id"), charge);
    }

    private static @Nullable Edges edges(ResultSet row) throws SQLException {
        @Nullable Integer start = row.getObject("start_lag_s", Integer.class);
        @Nullable Integer end = row.getObject("end_lag_s", Integer.class);
        return start == null || end == null ? null : new Edges(Duration.ofSeconds(start), Duration.ofSeconds(end));
    }
}
