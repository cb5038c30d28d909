package io.wattline.ingestor.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Deferred readings in memory, and days that are closed as a test says.
public final class FakeDeferralStore implements DeferralStore {

    private final Set<HistoryDay> closed = new HashSet<>();
    private final List<DeferredReading> waiting = new ArrayList<>();
    private final Set<DeferredReading> claimed = new HashSet<>();
    private int refusals;

    synchronized FakeDeferralStore close(HistoryDay day) {
        closed.add(day);
        return this;
    }

    synchronized void open(HistoryDay day) {
        closed.remove(day);
    }

    /// Refuses the next readings to be put aside so many times, as it does when it is full.
    synchronized FakeDeferralStore refuses(int times) {
        refusals = times;
        return this;
    }

    synchronized List<DeferredReading> readings() {
        return List.copyOf(waiting);
    }

    @Override
    public synchronized Set<HistoryDay> closed(Collection<HistoryDay> days) {
        return days.stream().filter(closed::contains).collect(Collectors.toSet());
    }

    @Override
    public synchronized void defer(List<DeferredReading> readings) {
        if (refusals > 0) {
            refusals--;
            throw FailingStore.unavailable();
        }
        waiting.addAll(readings);
    }

    @Override
    public synchronized Map<HistoryDay, Long> waiting() {
        return waiting.stream()
                .collect(Collectors.groupingBy(row -> HistoryDay.of(row.reading()), Collectors.counting()));
    }

    @Override
    public synchronized List<DeferredReading> claim(HistoryDay day, int most) {
        List<DeferredReading> found = waiting.stream()
                .filter(row -> HistoryDay.of(row.reading()).equals(day) && !claimed.contains(row))
                .limit(most)
                .toList();
        claimed.addAll(found);
        return found;
    }

    @Override
    public synchronized void forget(List<DeferredReading> readings) {
        waiting.removeAll(readings);
    }
}
