package io.wattline.ingestor.charging;

import io.wattline.energy.alert.Alert;
import io.wattline.energy.alert.Alert.LostEnergy;
import io.wattline.energy.alert.AlertKind;
import io.wattline.energy.alert.Finding;
import io.wattline.energy.alert.PairAlerts;
import io.wattline.energy.alert.PairReport;
import io.wattline.energy.charge.Charge;
import io.wattline.energy.charge.ChargeKind;
import io.wattline.energy.loss.LossAlarm;
import io.wattline.ingestor.charging.WantedAlert.Span;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Holds the alerts of vehicles against what all their charges and hours show now.
final class AlertPass {

    private static final int KWH_SCALE = 6;
    private static final String AGAIN = "late readings, void readings or a changed mapping show something else";
    private static final String MORE = "later hours and charges show more";

    private final ChargeStore store;
    private final Instant now;

    AlertPass(ChargeStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    /// What is stored of the vehicles.
    private record Known(
            Map<String, List<PairCharge>> charges,
            Map<String, List<PairFinding>> findings,
            Map<String, List<Alert>> alerts) {

        static Known of(ChargeStore store, Collection<String> ids) {
            return new Known(
                    store.charges(ids, Instant.MIN).stream().collect(Collectors.groupingBy(PairCharge::vehicleId)),
                    store.findings(ids).stream().collect(Collectors.groupingBy(PairFinding::vehicleId)),
                    store.alerts(ids).stream()
                            .collect(Collectors.groupingBy(alert -> alert.pair().vehicleId())));
        }

        /// When operators accepted losses of the period as normal.
        List<Instant> epochs(Period period) {
            return alerts.getOrDefault(period.vehicleId(), List.of()).stream()
                    .filter(alert -> alert.kind() == AlertKind.LOSS
                            && alert.pair().meterId().equals(period.meterId()))
                    .map(alert -> alert.handling().closed())
                    .filter(Objects::nonNull)
                    .map(Alert.Act::at)
                    .filter(period::holds)
                    .toList();
        }

        List<Charge> charges(Period period) {
            return charges.getOrDefault(period.vehicleId(), List.of()).stream()
                    .filter(charge -> charge.meterId().equals(period.meterId()) && period.holds(charge.startsAt()))
                    .map(PairCharge::charge)
                    .toList();
        }

        List<Finding> findings(Period period) {
            return HourPass.of(period, findings).stream()
                    .map(PairFinding::finding)
                    .toList();
        }
    }

    void run(Set<String> vehicleIds, Map<String, List<Period>> periods, List<Work> works) {
        if (vehicleIds.isEmpty()) {
            return;
        }
        Known known = Known.of(store, vehicleIds);
        List<AlertChange> changes = new ArrayList<>();
        Map<String, PairState> states = new LinkedHashMap<>();
        for (Work work : works) {
            if (vehicleIds.contains(work.vehicleId())) {
                List<Period> own = periods.getOrDefault(work.vehicleId(), List.of());
                changes.addAll(changes(work, own, known, states));
            }
        }
        store.replaceStates(vehicleIds, List.copyOf(states.values()));
        store.write(changes);
    }

    private List<AlertChange> changes(Work work, List<Period> periods, Known known, Map<String, PairState> states) {
        List<WantedAlert> wanted = new ArrayList<>();
        @Nullable Instant due = null;
        for (Period period : periods) {
            List<Charge> charges = known.charges(period);
            PairReport report = PairAlerts.of(known.findings(period), charges, known.epochs(period));
            state(period, charges, report)
                    .ifPresent(state -> states.put(period.vehicleId() + ' ' + period.meterId(), state));
            for (Finding finding : report.told()) {
                if (!finding.raisedAt().isAfter(now.plus(ChargePass.AFTER_THE_HOUR))) {
                    wanted.add(wanted(period, finding, report));
                } else if (due == null || finding.raisedAt().isBefore(due)) {
                    due = finding.raisedAt();
                }
            }
        }
        store.remind(work.vehicleId(), due);
        return AlertDiff.changes(
                known.alerts().getOrDefault(work.vehicleId(), List.of()), wanted, work.again() ? AGAIN : MORE);
    }

    private static Optional<PairState> state(Period period, List<Charge> charges, PairReport report) {
        return charges.stream()
                .filter(charge -> charge.kind() == ChargeKind.JUDGED)
                .map(charge -> charge.window().startsAt())
                .max(Comparator.naturalOrder())
                .map(last -> new PairState(period.vehicleId(), period.meterId(), report.state(), last));
    }

    private WantedAlert wanted(Period period, Finding told, PairReport report) {
        Finding finding = period.isOver(now) ? told.endedBy(period.to()) : told;
        return new WantedAlert(
                finding.kind(),
                new Alert.Pair(period.vehicleId(), period.meterId()),
                new Span(finding.onsetAt(), finding.raisedAt(), finding.clearedAt()),
                report.alarm(told).map(AlertPass::loss).orElse(null),
                finding.facts());
    }

    private static Alert.Loss loss(LossAlarm alarm) {
        return new Alert.Loss(
                alarm.estimate().size(),
                alarm.estimate().margin(),
                alarm.progress().recentSize(),
                alarm.progress().toldSize(),
                alarm.raising().smallestVisible(),
                new LostEnergy(kwh(alarm.progress().lostKwh()), kwh(alarm.extraGridKwh())));
    }

    private static BigDecimal kwh(double kwh) {
        return BigDecimal.valueOf(kwh).setScale(KWH_SCALE, RoundingMode.HALF_EVEN);
    }
}
