package io.wattline.ingestor.charging;

import io.wattline.energy.alert.Finding;
import io.wattline.energy.alert.HourFindings;
import io.wattline.energy.alert.PairHour;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Lets the rules over hours go on from where the work of each vehicle begins.
final class HourPass {

    private static final long HOURS_AT_ONCE = 50_000;

    private final ChargeStore store;
    private final Instant now;

    HourPass(ChargeStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    /// A period of a vehicle, and from when on its hours are looked at.
    private record Task(Period period, Instant from, Instant to) {

        Stretch stretch() {
            return period.within(from.minus(HourFindings.LOOKING_BACK), to);
        }
    }

    /// Looks at the works that ask for it, and returns the vehicles of which something else is found than before.
    Set<String> run(List<Work> works, Map<String, List<Period>> periods) {
        List<Work> asked = works.stream().filter(Work::hours).toList();
        if (asked.isEmpty()) {
            return Set.of();
        }
        List<String> ids = asked.stream().map(Work::vehicleId).toList();
        Map<String, List<PairFinding>> known =
                store.findings(ids).stream().collect(Collectors.groupingBy(PairFinding::vehicleId));
        Map<String, List<PairFinding>> found = new LinkedHashMap<>();
        List<Task> tasks = new ArrayList<>();
        for (Work work : asked) {
            found.put(work.vehicleId(), new ArrayList<>());
            for (Period period : periods.getOrDefault(work.vehicleId(), List.of())) {
                Instant from = Times.later(
                        Times.floor(work.since(), ChronoUnit.HOURS), Times.ceiling(period.from(), ChronoUnit.HOURS));
                Instant to = Times.earlier(now, period.to());
                if (from.isBefore(to)) {
                    tasks.add(new Task(period, from, to));
                } else {
                    found.getOrDefault(work.vehicleId(), List.of()).addAll(of(period, known));
                }
            }
        }
        findAll(tasks, known, found);
        return replaceChanged(known, found);
    }

    private void findAll(List<Task> tasks, Map<String, List<PairFinding>> known, Map<String, List<PairFinding>> found) {
        int next = 0;
        while (next < tasks.size()) {
            List<Task> some = new ArrayList<>();
            long hours = 0;
            while (next < tasks.size() && (some.isEmpty() || hours < HOURS_AT_ONCE)) {
                some.add(tasks.get(next));
                hours += tasks.get(next).stretch().hours();
                next++;
            }
            List<List<PairHour>> read =
                    store.hours(some.stream().map(Task::stretch).toList());
            for (int i = 0; i < some.size(); i++) {
                Period period = some.get(i).period();
                found.getOrDefault(period.vehicleId(), List.of()).addAll(find(some.get(i), read.get(i), known));
            }
        }
    }

    private List<PairFinding> find(Task task, List<PairHour> hours, Map<String, List<PairFinding>> known) {
        Period period = task.period();
        List<Finding> before =
                of(period, known).stream().map(PairFinding::finding).toList();
        return HourFindings.next(before, hours, task.from()).stream()
                .map(finding -> period.isOver(now) ? finding.endedBy(period.to()) : finding)
                .map(finding -> new PairFinding(period.vehicleId(), period.meterId(), finding))
                .toList();
    }

    /// What is known of a period. A finding is raised at the end of an hour, so at the latest when the period ends.
    static List<PairFinding> of(Period period, Map<String, List<PairFinding>> known) {
        return known.getOrDefault(period.vehicleId(), List.of()).stream()
                .filter(finding -> finding.meterId().equals(period.meterId()))
                .filter(finding -> finding.finding().raisedAt().isAfter(period.from())
                        && !finding.finding().raisedAt().isAfter(period.to()))
                .toList();
    }

    private Set<String> replaceChanged(Map<String, List<PairFinding>> known, Map<String, List<PairFinding>> found) {
        Set<String> changed = new LinkedHashSet<>();
        List<PairFinding> written = new ArrayList<>();
        found.forEach((vehicleId, findings) -> {
            if (!new HashSet<>(known.getOrDefault(vehicleId, List.of())).equals(new HashSet<>(findings))) {
                changed.add(vehicleId);
                written.addAll(findings);
            }
        });
        if (!changed.isEmpty()) {
            store.replaceFindings(changed, written);
        }
        return changed;
    }
}
