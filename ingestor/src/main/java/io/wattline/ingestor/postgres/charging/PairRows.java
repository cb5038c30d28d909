package io.wattline.ingestor.postgres.charging;

import static io.wattline.ingestor.postgres.charging.Statements.instant;
import static io.wattline.ingestor.postgres.charging.Statements.maybeInstant;

import io.wattline.energy.alert.AlertKind;
import io.wattline.energy.alert.Finding;
import io.wattline.energy.loss.LossState;
import io.wattline.energy.loss.Numbers;
import io.wattline.ingestor.charging.PairFinding;
import io.wattline.ingestor.charging.PairState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The rows of `hour_finding`, `loss_state` and `alert_due`.
final class PairRows {

    private static final String PAIR = "pair";
    private static final String INSERT_FINDINGS = """
            INSERT INTO hour_finding (vehicle_id, meter_id, kind, device, onset_at, raised_at, cleared_at, facts)
            SELECT vehicle_id, meter_id, kind, device, onset_at, raised_at, cleared_at, facts::jsonb
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
              AS new (vehicle_id, meter_id, kind, device, onset_at, raised_at, cleared_at, facts)
            """;
    private static final String SELECT_FINDINGS = """
            SELECT vehicle_id, meter_id, kind, onset_at, raised_at, cleared_at, facts
            FROM hour_finding WHERE vehicle_id = ANY (?)
            """;
    private static final String INSERT_STATE = """
            INSERT INTO loss_state (vehicle_id, meter_id, last_charge_at, threshold, degrees, squares, seen_charges, seen_kwh,
              smallest_visible_loss, evidence_small, evidence_large, learning, mean, covariance)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Statements statements;

    PairRows(Statements statements) {
        this.statements = statements;
    }

    List<PairFinding> findings(Collection<String> vehicleIds) {
        return statements.query(SELECT_FINDINGS, PairRows::finding, statements.texts(vehicleIds, id -> id));
    }

    private static PairFinding finding(ResultSet row) throws SQLException {
        Finding finding = new Finding(
                AlertKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                instant(row, "onset_at"),
                instant(row, "raised_at"),
                maybeInstant(row, "cleared_at"),
                Facts.of(row.getString("facts")));
        return new PairFinding(row.getString("vehicle_id"), row.getString("meter_id"), finding);
    }

    void replaceFindings(Collection<String> vehicleIds, List<PairFinding> findings) {
        statements.update(
                "DELETE FROM hour_finding WHERE vehicle_id = ANY (?)", statements.texts(vehicleIds, id -> id));
        if (!findings.isEmpty()) {
            statements.update(
                    INSERT_FINDINGS,
                    statements.texts(findings, PairFinding::vehicleId),
                    statements.texts(findings, PairFinding::meterId),
                    statements.texts(findings, row -> row.finding().kind().word()),
                    statements.texts(findings, row -> row.finding().facts().getOrDefault(Finding.DEVICE, PAIR)),
                    statements.instants(findings, row -> row.finding().onsetAt()),
                    statements.instants(findings, row -> row.finding().raisedAt()),
                    statements.instants(findings, row -> row.finding().clearedAt()),
                    statements.texts(findings, row -> Facts.json(row.finding().facts())));
        }
    }

    void replaceStates(Collection<String> vehicleIds, List<PairState> states) {
        statements.update("DELETE FROM loss_state WHERE vehicle_id = ANY (?)", statements.texts(vehicleIds, id -> id));
        states.forEach(this::insert);
    }

    private void insert(PairState pair) {
        LossState state = pair.state();
        statements.update(
                INSERT_STATE,
                pair.vehicleId(),
                pair.meterId(),
                pair.lastChargeAt(),
                state.threshold(),
                state.belief().degrees(),
                state.belief().squares(),
                state.experience().charges(),
                state.experience().kwh(),
                state.smallestVisibleLoss(),
                state.evidence().small(),
                state.evidence().large(),
                state.isLearning(),
                numbers(state.belief().mean()),
                numbers(state.belief().covariance()));
    }

    private Object numbers(Numbers numbers) {
        return statements.array(
                "float8", Arrays.stream(numbers.toArray()).boxed().toList(), value -> value);
    }

    List<String> due(Collection<String> vehicleIds, Instant instant) {
        return statements.query(
                "SELECT vehicle_id FROM alert_due WHERE vehicle_id = ANY (?) AND due_at <= ?",
                row -> row.getString(1),
                statements.texts(vehicleIds, id -> id),
                instant);
    }

    void remind(String vehicleId, @Nullable Instant dueAt) {
        if (dueAt == null) {
            statements.update("DELETE FROM alert_due WHERE vehicle_id = ?", vehicleId);
        } else {
            statements.update("""
                    INSERT INTO alert_due (vehicle_id, due_at) VALUES (?, ?)
                    ON CONFLICT (vehicle_id) DO UPDATE SET due_at = excluded.due_at
                    """, vehicleId, dueAt);
        }
    }
}
