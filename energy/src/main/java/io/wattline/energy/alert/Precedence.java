package io.wattline.energy.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Leaves out what another finding explains.
///
/// While a finding is open, and for a day after, nothing that it explains is raised: rules look back that far. What
/// still holds then is raised then.
final class Precedence {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::raisedAt)
            .thenComparing(Finding::kind)
            .thenComparing(Finding::onsetAt)
            .thenComparing(finding -> finding.facts().toString());

    private static final Duration LOOKING_BACK = Duration.ofDays(1);

    private Precedence() {}

    /// The findings to report, in the order in which they are raised.
    static List<Finding> told(List<Finding> findings) {
        List<Finding> told = new ArrayList<>();
        for (Finding finding : findings) {
            unexplained(finding, findings).ifPresent(told::add);
        }
        told.sort(ORDER);
        return List.copyOf(told);
    }

    private static Optional<Finding> unexplained(Finding finding, List<Finding> all) {
        Finding left = finding;
        Optional<Finding> explanation = explanation(left, all);
        while (explanation.isPresent()) {
            @Nullable Instant explainedUntil = explanation.get().clearedAt();
            if (explainedUntil == null || !stillHolds(left, explainedUntil.plus(LOOKING_BACK))) {
                return Optional.empty();
            }
            left = left.raisedLater(explainedUntil.plus(LOOKING_BACK));
            explanation = explanation(left, all);
        }
        return Optional.of(left);
    }

    private static Optional<Finding> explanation(Finding finding, List<Finding> all) {
        return all.stream()
                .filter(other -> other.kind().explains(finding.kind()) && explainsAt(other, finding.raisedAt()))
                .findFirst();
    }

    private static boolean explainsAt(Finding explanation, Instant at) {
        @Nullable Instant clearedAt = explanation.clearedAt();
        return !explanation.raisedAt().isAfter(at)
                && (clearedAt == null || clearedAt.plus(LOOKING_BACK).isAfter(at));
    }

    private static boolean stillHolds(Finding finding, Instant at) {
        @Nullable Instant clearedAt = finding.clearedAt();
        return clearedAt == null || clearedAt.isAfter(at);
    }
}
