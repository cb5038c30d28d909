package io.wattline.ingestor.charging;

import io.wattline.energy.charge.ChargeReadings;
import io.wattline.energy.charge.QuarterHour;
import io.wattline.ingestor.charging.ChargeSeeking.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks at some vehicles, each once: makes their charges, lets the rules over hours go on, and writes what changes of
/// their alerts. The same history gives the same result, however often and in whatever pieces it is looked at.
public final class ChargePass {

    static final Duration AFTER_THE_HOUR = Duration.ofMinutes(10);

    private static final int STRETCHES_AT_ONCE = 200;

    private final ChargeStore store;
    private final Instant now;

    /// @param now everything before this whole hour is closed
    public ChargePass(ChargeStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    /// Does the work and returns how many charges were made.
    ///
    /// @param works at most one a vehicle
    public int run(List<Work> works) {
        if (works.isEmpty()) {
            return 0;
        }
        Map<String, List<Period>> periods = store.periods(ids(works)).stream()
                .collect(Collectors.groupingBy(Period::vehicleId, LinkedHashMap::new, Collectors.toList()));
        List<PairCharge> added = new ArrayList<>();
        Set<String> changed = makeCharges(works, periods, added);
        changed.addAll(new HourPass(store, now).run(works, periods));
        works.stream().filter(Work::again).map(Work::vehicleId).forEach(changed::add);
        changed.addAll(store.due(ids(works), now.plus(AFTER_THE_HOUR)));
        new AlertPass(store, now).run(changed, periods, works);
        return added.size();
    }

    private static List<String> ids(List<Work> works) {
        return works.stream().map(Work::vehicleId).toList();
    }

    /// The vehicles whose charges changed.
    private Set<String> makeCharges(List<Work> works, Map<String, List<Period>> periods, List<PairCharge> added) {
        Instant earliest = works.stream()
                .map(ChargeSeeking::earliest)
                .min(Instant::compareTo)
                .orElseThrow();
        Map<String, List<PairCharge>> stored =
                store.charges(ids(works), earliest).stream().collect(Collectors.groupingBy(PairCharge::vehicleId));
        List<ChargeSeeking> seekings = works.stream()
                .map(work -> new ChargeSeeking(
                        work,
                        periods.getOrDefault(work.vehicleId(), List.of()),
                        stored.getOrDefault(work.vehicleId(), List.of()),
                        now))
                .toList();
        seek(seekings);
        List<PairCharge> gone = new ArrayList<>();
        Map<ChargeSeeking, List<PairCharge>> made = make(seekings);
        made.forEach((seeking, charges) -> {
            gone.addAll(seeking.gone(charges));
            added.addAll(seeking.added(charges));
        });
        store.replaceCharges(gone, added);
        Set<String> changed = new LinkedHashSet<>();
        gone.forEach(charge -> changed.add(charge.vehicleId()));
        added.forEach(charge -> changed.add(charge.vehicleId()));
        return changed;
    }

    private void seek(List<ChargeSeeking> seekings) {
        List<ChargeSeeking> left = seekings;
        while (!left.isEmpty()) {
            List<Stretch> stretches = left.stream()
                    .flatMap(seeking -> seeking.stretches().stream())
                    .toList();
            List<List<QuarterHour>> moved = store.quarters(stretches);
            List<ChargeSeeking> underWay = new ArrayList<>();
            int next = 0;
            for (ChargeSeeking seeking : left) {
                int count = seeking.stretches().size();
                if (!seeking.take(moved.subList(next, next + count))) {
                    underWay.add(seeking);
                }
                next += count;
            }
            left = underWay;
        }
    }

    /// The charges of each, where readings were needed read a bounded number at a time.
    private Map<ChargeSeeking, List<PairCharge>> make(List<ChargeSeeking> seekings) {
        Map<ChargeSeeking, List<PairCharge>> made = new LinkedHashMap<>();
        List<Map.Entry<ChargeSeeking, Found>> wanted = new ArrayList<>();
        for (ChargeSeeking seeking : seekings) {
            made.put(seeking, new ArrayList<>());
            for (Found found : seeking.found()) {
                if (found.kept() == null) {
                    wanted.add(Map.entry(seeking, found));
                } else {
                    made.getOrDefault(seeking, List.of()).add(found.kept());
                }
            }
        }
        for (int from = 0; from < wanted.size(); from += STRETCHES_AT_ONCE) {
            var some = wanted.subList(from, Math.min(wanted.size(), from + STRETCHES_AT_ONCE));
            List<ChargeReadings> readings = store.readings(
                    some.stream().map(entry -> entry.getValue().stretch()).toList());
            for (int i = 0; i < some.size(); i++) {
                made.getOrDefault(some.get(i).getKey(), List.of())
                        .add(some.get(i).getValue().make(readings.get(i)));
            }
        }
        return made;
    }
}
