package io.wattline.energy.alert;

import io.wattline.energy.loss.LossAlarm;
import io.wattline.energy.loss.LossHistory;
import io.wattline.energy.loss.LossState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that is or was wrong with a vehicle at a meter, and what is remembered of its losses.
///
/// @param told the findings in the order in which they are raised, without what another finding explains. One may be
///     raised later than anything that was looked at: if it still holds then.
/// @param losses the alarms of the loss rule, told or not
/// @param state what the loss rule remembers after the last charge
public record PairReport(List<Finding> told, List<LossHistory.Told> losses, LossState state) {

    /// Copies the lists.
    public PairReport {
        told = List.copyOf(told);
        losses = List.copyOf(losses);
    }

    /// The alarm of the loss rule behind a finding; empty for another kind, and for a loss that only its size made
    /// known.
    public Optional<LossAlarm> alarm(Finding finding) {
        if (finding.kind() != AlertKind.LOSS) {
            return Optional.empty();
        }
        return losses.stream()
                .filter(loss -> overlaps(finding, loss))
                .map(LossHistory.Told::alarm)
                .findFirst();
    }

    private static boolean overlaps(Finding finding, LossHistory.Told loss) {
        @Nullable Instant clearedAt = finding.clearedAt();
        @Nullable Instant endedAt = loss.endedAt();
        Instant raisedAt = loss.alarm().raising().raisedAt();
        boolean beginsInTime = clearedAt == null || !raisedAt.isAfter(clearedAt);
        return beginsInTime && (endedAt == null || !endedAt.isBefore(finding.raisedAt()));
    }
}
