package io.wattline.ingestor.charging;

import io.wattline.energy.alert.Alert;
import io.wattline.energy.alert.AlertState;
import io.wattline.ingestor.charging.AlertChange.Event;
import io.wattline.ingestor.charging.WantedAlert.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Compares the alerts of a vehicle as they stand with those that its data show.
///
/// An alert is the same as one of its kind and pair that was raised at the same instant, else as one whose time
/// overlaps.
final class AlertDiff {

    private static final Comparator<WantedAlert> BY_TIME =
            Comparator.comparing(wanted -> wanted.span().raisedAt());

    private final List<Alert> left;
    private final String reason;
    private final Map<WantedAlert, Alert> same = new LinkedHashMap<>();

    private AlertDiff(List<Alert> standing, String reason) {
        this.left = new ArrayList<>(standing);
        this.reason = reason;
    }

    /// What has to be written.
    ///
    /// @param standing not withdrawn
    /// @param reason why something that has been told may change
    static List<AlertChange> changes(List<Alert> standing, List<WantedAlert> wanted, String reason) {
        AlertDiff diff = new AlertDiff(standing, reason);
        List<WantedAlert> ordered = wanted.stream().sorted(BY_TIME).toList();
        diff.match(ordered, (one, other) -> one.raisedAt().equals(other.raisedAt()));
        diff.match(ordered, Span::overlaps);
        return diff.changes(ordered);
    }

    private void match(List<WantedAlert> wanted, BiPredicate<Span, Span> isSame) {
        for (WantedAlert one : wanted) {
            if (!same.containsKey(one)) {
                left.stream()
                        .filter(alert -> alert.kind() == one.kind()
                                && alert.pair().equals(one.pair())
                                && isSame.test(Span.of(alert), one.span()))
                        .findFirst()
                        .ifPresent(alert -> {
                            same.put(one, alert);
                            left.remove(alert);
                        });
            }
        }
    }

    /// First what ends something, then what opens something: two of a kind are never open at once.
    private List<AlertChange> changes(List<WantedAlert> wanted) {
        List<AlertChange> ending = new ArrayList<>();
        List<AlertChange> opening = new ArrayList<>();
        for (Alert alert : left) {
            // What an operator decided stays.
            if (alert.state() == AlertState.CLOSED) {
                continue;
            }
            ending.add(new AlertChange.Withdraw(alert, List.of(new Event("withdrawn", reason))));
        }
        for (WantedAlert one : wanted) {
            @Nullable Alert alert = same.get(one);
            if (alert == null) {
                opening.add(new AlertChange.Raise(one, raised(one)));
            } else if (differs(alert, one)) {
                (one.span().clearedAt() == null ? opening : ending)
                        .add(new AlertChange.Amend(alert, one, events(alert, one)));
            }
        }
        ending.addAll(opening);
        return ending;
    }

    private static List<Event> raised(WantedAlert wanted) {
        Event raised = new Event("raised", "there is evidence enough");
        return wanted.span().clearedAt() == null ? List.of(raised) : List.of(raised, cleared());
    }

    private static Event cleared() {
        return new Event("cleared", "it is over");
    }

    private static boolean differs(Alert alert, WantedAlert wanted) {
        return !Span.of(alert).equals(wanted.span())
                || !Objects.equals(alert.loss(), wanted.loss())
                || !alert.evidence().equals(wanted.evidence());
    }

    private List<Event> events(Alert alert, WantedAlert wanted) {
        if (alert.state() == AlertState.CLOSED) {
            // The operator who closed it wants no more notices of it.
            return List.of();
        }
        List<Event> events = new ArrayList<>();
        Alert.Times times = alert.times();
        boolean clears = times.clearedAt() == null && wanted.span().clearedAt() != null;
        boolean clearedOtherwise = times.clearedAt() != null
                && !times.clearedAt().equals(wanted.span().clearedAt());
        boolean beganOtherwise = !times.onsetAt().equals(wanted.span().onsetAt())
                || !times.raisedAt().equals(wanted.span().raisedAt());
        if (beganOtherwise || clearedOtherwise || isOtherEvidence(alert, wanted)) {
            events.add(new Event("amended", reason));
        } else if (hasGrown(alert.loss(), wanted.loss())) {
            events.add(new Event("grown", "the loss has grown by 3 points or more since it was last told"));
        }
        if (clears) {
            events.add(cleared());
        }
        return events;
    }

    private static boolean isOtherEvidence(Alert alert, WantedAlert wanted) {
        Alert.@Nullable Loss before = alert.loss();
        Alert.@Nullable Loss after = wanted.loss();
        boolean isOtherLoss = (before == null) != (after == null);
        if (before != null && after != null) {
            isOtherLoss = before.size() != after.size() || before.margin() != after.margin();
        }
        return isOtherLoss || !alert.evidence().equals(wanted.evidence());
    }

    private static boolean hasGrown(Alert.@Nullable Loss before, Alert.@Nullable Loss after) {
        return before != null && after != null && after.toldSize() > before.toldSize();
    }
}
