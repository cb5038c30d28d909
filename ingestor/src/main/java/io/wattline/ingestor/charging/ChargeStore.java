package io.wattline.ingestor.charging;

import io.wattline.energy.alert.Alert;
import io.wattline.energy.alert.PairHour;
import io.wattline.energy.charge.ChargeReadings;
import io.wattline.energy.charge.QuarterHour;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of vehicles, within one transaction, and where it is written. Lists that are asked for with stretches
/// have an element for each stretch.
public interface ChargeStore {

    /// Their mappings, by vehicle and time.
    List<Period> periods(Collection<String> vehicleIds);

    /// Their charges that end after `instant`, by vehicle and time.
    List<PairCharge> charges(Collection<String> vehicleIds, Instant instant);

    /// The quarter hours in which either side moved energy.
    List<List<QuarterHour>> quarters(List<Stretch> stretches);

    /// The readings of both sides.
    List<ChargeReadings> readings(List<Stretch> stretches);

    /// The whole hours, also those without readings.
    List<List<PairHour>> hours(List<Stretch> stretches);

    /// What the rules over hours have found of them.
    List<PairFinding> findings(Collection<String> vehicleIds);

    /// Their alerts that are not withdrawn.
    List<Alert> alerts(Collection<String> vehicleIds);

    /// Takes charges away and adds others.
    void replaceCharges(List<PairCharge> gone, List<PairCharge> added);

    /// Puts these in the place of all findings of the vehicles.
    void replaceFindings(Collection<String> vehicleIds, List<PairFinding> findings);

    /// Puts these in the place of all states of the vehicles.
    void replaceStates(Collection<String> vehicleIds, List<PairState> states);

    /// Those of the vehicles that have to be looked at by `instant` although nothing of them moves.
    List<String> due(Collection<String> vehicleIds, Instant instant);

    /// When a vehicle has to be looked at again although nothing of it moves; null for not.
    void remind(String vehicleId, @Nullable Instant dueAt);

    /// Writes what changes of alerts, in this order.
    void write(List<AlertChange> changes);
}
