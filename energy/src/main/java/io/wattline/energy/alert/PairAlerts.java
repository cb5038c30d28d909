package io.wattline.energy.alert;

import io.wattline.energy.charge.Charge;
import io.wattline.energy.charge.ChargeKind;
import io.wattline.energy.loss.LossAlarm;
import io.wattline.energy.loss.LossHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that is or was wrong with a vehicle at a meter, the loss included.
public final class PairAlerts {

    private PairAlerts() {}

    /// What is to be told of a pair.
    ///
    /// @param ofHours what [HourFindings] found
    /// @param charges in any order
    /// @param epochs the instants from which the loss rule learns anew
    public static PairReport of(List<Finding> ofHours, List<Charge> charges, Collection<Instant> epochs) {
        List<Finding> all = new ArrayList<>(ofHours);
        all.addAll(new ChargeRules(charges).findings());
        LossHistory history = new LossHistory(epochs);
        charges.stream()
                .filter(charge -> charge.kind() == ChargeKind.JUDGED)
                .map(Charge::toJudged)
                .forEach(history::put);
        List<LossHistory.Told> losses = history.alarms();
        losses.forEach(told -> all.add(loss(told)));
        return new PairReport(Precedence.told(Overlaps.merge(all)), losses, history.state());
    }

    private static Finding loss(LossHistory.Told told) {
        LossAlarm alarm = told.alarm();
        Instant raisedAt = alarm.raising().raisedAt();
        @Nullable Instant endedAt = told.endedAt();
        if (endedAt != null && endedAt.isBefore(raisedAt)) {
            // A new epoch began before the charge that raised the alarm was known.
            endedAt = raisedAt;
        }
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("size", String.format(Locale.ROOT, "%.3f", alarm.estimate().size()));
        return new Finding(AlertKind.LOSS, alarm.onsetAt(), raisedAt, endedAt, facts);
    }
}
