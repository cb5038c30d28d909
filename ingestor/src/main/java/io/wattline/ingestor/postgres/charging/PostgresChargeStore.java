package io.wattline.ingestor.postgres.charging;

import static io.wattline.ingestor.postgres.charging.Statements.instant;

import io.wattline.energy.alert.Alert;
import io.wattline.energy.alert.PairHour;
import io.wattline.energy.charge.ChargeReadings;
import io.wattline.energy.charge.QuarterHour;
import io.wattline.ingestor.charging.AlertChange;
import io.wattline.ingestor.charging.ChargeStore;
import io.wattline.ingestor.charging.PairCharge;
import io.wattline.ingestor.charging.PairFinding;
import io.wattline.ingestor.charging.PairState;
import io.wattline.ingestor.charging.Period;
import io.wattline.ingestor.charging.Stretch;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// [ChargeStore] on the open transaction of a connection.
final class PostgresChargeStore implements ChargeStore {

    private final Statements statements;
    private final ChargeRows charges;
    private final HistoryStretches history;
    private final PairRows pairs;
    private final AlertRows alerts;

    PostgresChargeStore(Statements statements) {
        this.statements = statements;
        this.charges = new ChargeRows(statements);
        this.history = new HistoryStretches(statements);
        this.pairs = new PairRows(statements);
        this.alerts = new AlertRows(statements);
    }

    @Override
    public List<Period> periods(Collection<String> vehicleIds) {
        return statements.query(
                "SELECT * FROM vehicle_periods(?)",
                row -> new Period(
                        row.getString("vehicle_id"),
                        row.getString("meter_id"),
                        instant(row, "valid_from"),
                        instant(row, "valid_to")),
                statements.texts(vehicleIds, id -> id));
    }

    @Override
    public List<PairCharge> charges(Collection<String> vehicleIds, Instant instant) {
        return charges.endingAfter(vehicleIds, instant);
    }

    @Override
    public List<List<QuarterHour>> quarters(List<Stretch> stretches) {
        return history.quarters(stretches);
    }

    @Override
    public List<ChargeReadings> readings(List<Stretch> stretches) {
        return history.readings(stretches);
    }

    @Override
    public List<List<PairHour>> hours(List<Stretch> stretches) {
        return history.hours(stretches);
    }

    @Override
    public List<PairFinding> findings(Collection<String> vehicleIds) {
        return pairs.findings(vehicleIds);
    }

    @Override
    public List<Alert> alerts(Collection<String> vehicleIds) {
        return alerts.of(vehicleIds);
    }

    @Override
    public void replaceCharges(List<PairCharge> gone, List<PairCharge> added) {
        charges.replace(gone, added);
    }

    @Override
    public void replaceFindings(Collection<String> vehicleIds, List<PairFinding> findings) {
        pairs.replaceFindings(vehicleIds, findings);
    }

    @Override
    public void replaceStates(Collection<String> vehicleIds, List<PairState> states) {
        pairs.replaceStates(vehicleIds, states);
    }

    @Override
    public List<String> due(Collection<String> vehicleIds, Instant instant) {
        return pairs.due(vehicleIds, instant);
    }

    @Override
    public void remind(String vehicleId, @Nullable Instant dueAt) {
        pairs.remind(vehicleId, dueAt);
    }

    @Override
    public void write(List<AlertChange> changes) {
        alerts.write(changes);
    }
}
