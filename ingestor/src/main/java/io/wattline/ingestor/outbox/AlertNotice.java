package io.wattline.ingestor.outbox;

import io.wattline.energy.alert.AlertDocument;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is told of a change of an alert, with these members in this order.
///
/// @param event `raised`, `grown`, `amended`, `cleared`, `withdrawn`, `acknowledged` or `closed`
/// @param change the number of the change within the alert: a notice that comes twice has the same
/// @param happenedAt when
/// @param by who; null for the jobs
/// @param note why
/// @param alert as it stands when it is told, as the API answers it
public record AlertNotice(
        String event,
        int change,
        Instant happenedAt,
        @Nullable String by,
        @Nullable String note,
        AlertDocument alert) {}
