package io.wattline.ingestor.pipeline;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The days that could not be written when they were last tried. Late readings for them are deferred; writers try no
/// such day again, for each try costs the time-out of a lock. Safe for all threads.
public final class ClosedDays {

    private static final Logger LOG = LoggerFactory.getLogger(ClosedDays.class);

    private volatile Set<HistoryDay> days = Set.of();

    /// The days that are closed now.
    public Set<HistoryDay> now() {
        return days;
    }

    /// Whether a row must wait: it is late, and its day is closed. A reading of the day on which it came is never
    /// deferred: while that day is closed, the whole fleet waits, and the broker is the place to do so.
    boolean hold(Row<?> row) {
        Set<HistoryDay> closed = days;
        return !closed.isEmpty() && row.isLate() && closed.contains(HistoryDay.of(row.reading()));
    }

    /// Notes days that turned out to be closed.
    synchronized void add(Set<HistoryDay> found) {
        var all = new HashSet<>(days);
        all.addAll(found);
        replace(all);
    }

    /// Notes which days are closed, all others being open.
    synchronized void replace(Set<HistoryDay> closed) {
        Set<HistoryDay> before = days;
        days = Set.copyOf(closed);
        report(closed, day -> !before.contains(day), "cannot be written, deferring late readings for it");
        report(before, day -> !closed.contains(day), "can be written again");
    }

    private static void report(Set<HistoryDay> days, Predicate<HistoryDay> changed, String what) {
        days.stream().filter(changed).forEach(day -> LOG.warn("history of {} {}", day, what));
    }
}
