package io.wattline.energy.loss;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The charges of one pair with the alarms that the loss rule makes of them.
///
/// A charge that is put in, replaced or removed in the past makes the rule fold again from there, so the alarms are the
/// same in whatever order the charges arrive. An *epoch* is an instant from which the pair is learnt anew: its mapping
/// or its meter changed, or an operator accepted the loss as normal. Confined to one thread.
public final class LossHistory {

    /// How an alarm stands.
    public enum End {
        /// The loss is still there.
        OPEN,
        /// Later charges show that the loss is gone.
        CLEARED,
        /// A new epoch began while it was open.
        EPOCH
    }

    /// An alarm and what became of it.
    ///
    /// @param alarm as it is now, or as it ended
    /// @param end how it stands
    /// @param endedAt when it ended; null while it is open
    public record Told(LossAlarm alarm, End end, @Nullable Instant endedAt) {}

    private final NavigableMap<Instant, JudgedCharge> charges = new TreeMap<>();
    private final NavigableMap<Instant, LossStep> steps = new TreeMap<>();
    private final NavigableSet<Instant> epochs;

    /// A pair without charges.
    ///
    /// @param epochs the instants at which a new epoch begins; a charge belongs to the epoch in which it starts
    public LossHistory(Collection<Instant> epochs) {
        this.epochs = new TreeSet<>(epochs);
    }

    /// Adds a charge, or replaces the one with the same start.
    public void put(JudgedCharge charge) {
        if (!charge.equals(charges.put(charge.startedAt(), charge))) {
            forgetFrom(charge.startedAt());
        }
    }

    /// Removes the charge that started at `startedAt`, if there is one.
    public void remove(Instant startedAt) {
        if (charges.remove(startedAt) != null) {
            forgetFrom(startedAt);
        }
    }

    private void forgetFrom(Instant startedAt) {
        steps.tailMap(startedAt, true).clear();
    }

    /// What is remembered after the last charge.
    public LossState state() {
        fold();
        return steps.isEmpty() ? LossState.NEW : steps.lastEntry().getValue().state();
    }

    /// All alarms in the order in which they were raised.
    public List<Told> alarms() {
        fold();
        List<Told> told = new ArrayList<>();
        @Nullable LossAlarm open = null;
        for (Map.Entry<Instant, LossStep> entry : steps.entrySet()) {
            if (open != null && beginsEpoch(entry.getKey())) {
                told.add(endedByEpoch(open));
            }
            if (entry.getValue().effect() instanceof LossStep.Cleared(LossAlarm cleared)) {
                told.add(new Told(cleared, End.CLEARED, knownAt(entry.getKey())));
            }
            open = entry.getValue().state().open();
        }
        if (open != null) {
            Instant last = steps.lastKey();
            told.add(epochs.higher(last) == null ? new Told(open, End.OPEN, null) : endedByEpoch(open));
        }
        return List.copyOf(told);
    }

    private Told endedByEpoch(LossAlarm open) {
        return new Told(open, End.EPOCH, epochs.higher(open.raising().chargeStartedAt()));
    }

    private Instant knownAt(Instant startedAt) {
        JudgedCharge charge = charges.get(startedAt);
        if (charge == null) {
            throw new IllegalStateException("a step without its charge at " + startedAt);
        }
        return charge.knownAt();
    }

    private void fold() {
        NavigableMap<Instant, JudgedCharge> left = steps.isEmpty() ? charges : charges.tailMap(steps.lastKey(), false);
        for (JudgedCharge charge : left.values()) {
            Map.@Nullable Entry<Instant, LossStep> before = steps.lastEntry();
            LossState state = before == null || beginsEpoch(charge.startedAt())
                    ? LossState.NEW
                    : before.getValue().state();
            steps.put(charge.startedAt(), LossRule.next(state, charge));
        }
    }

    /// Whether an epoch begins between the charge before and the one that started at `startedAt`.
    private boolean beginsEpoch(Instant startedAt) {
        @Nullable Instant before = charges.lowerKey(startedAt);
        @Nullable Instant epoch = epochs.floor(startedAt);
        return epoch != null && (before == null || epoch.isAfter(before));
    }
}
