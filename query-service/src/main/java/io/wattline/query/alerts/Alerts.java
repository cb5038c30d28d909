package io.wattline.query.alerts;

import io.wattline.energy.alert.Alert;
import io.wattline.energy.alert.AlertKind;
import io.wattline.energy.alert.AlertState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where alerts are found.
public interface Alerts {

    /// Which alerts; what is empty excludes nothing.
    ///
    /// @param since raised then or later
    record Filter(
            Optional<AlertState> state,
            Optional<AlertKind> kind,
            Optional<String> vehicleId,
            Optional<Instant> since) {}

    /// The place of an alert in the list.
    record Place(Instant raisedAt, UUID id) {}

    /// The alerts that come after `after`, or the first ones: the newest first, at most `limit`.
    List<Alert> page(Filter filter, Optional<Place> after, int limit);

    /// An alert with its audit; empty if there is none.
    Optional<AuditedAlert> find(UUID id);

    /// Notes that somebody has seen it.
    AlertResult acknowledge(UUID id, Act act);

    /// Closes it.
    AlertResult close(UUID id, Act act);
}
