package io.wattline.query.alerts;

import io.wattline.energy.alert.Alert;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An alert with everything that happened to it, the oldest first.
public record AuditedAlert(Alert alert, List<Event> events) {

    /// Copies the list.
    public AuditedAlert {
        events = List.copyOf(events);
    }

    /// A change.
    ///
    /// @param change its number, from 1
    /// @param event `raised`, `grown`, `amended`, `cleared`, `withdrawn`, `acknowledged` or `closed`
    /// @param happenedAt when
    /// @param by who; null for the jobs
    /// @param note why
    public record Event(
            int change,
            String event,
            Instant happenedAt,
            @Nullable String by,
            @Nullable String note) {}
}
