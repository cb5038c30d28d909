package io.wattline.ingestor.charging;

import io.wattline.energy.charge.Charge;
import io.wattline.energy.charge.ChargeMaker;
import io.wattline.energy.charge.ChargeReadings;
import io.wattline.energy.charge.ChargeSearch;
import io.wattline.energy.charge.ChargeWindow;
import io.wattline.energy.charge.QuarterHour;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The charges of one vehicle in some time, made anew, against those that are stored. Confined to one thread.
///
/// The search begins where it is certain that nothing is under way: at the end of the last charge that cannot have
/// changed, or a longest charge before the change, whichever is later. It ends where it is certain again that nothing
/// is under way, neither in what is found nor in what is stored.
final class ChargeSeeking {

    private static final Duration LONGEST_OPEN =
            ChargeWindow.LONGEST.plus(ChargeWindow.REST).plus(Duration.ofMinutes(30));

    private final Work work;
    private final List<Period> periods;
    private final List<PairCharge> stored;
    private final Instant now;
    private final Instant from;
    private Instant to;
    private final List<Found> found = new ArrayList<>();
    private boolean isUnderWay;

    /// Where a charge was found.
    ///
    /// @param kept the stored charge, where it is certain that it is the same; else null
    record Found(
            Period period, ChargeWindow window, @Nullable PairCharge kept) {

        /// The readings that it is made of.
        Stretch stretch() {
            return period.within(window.readFrom(), window.readTo());
        }

        PairCharge make(ChargeReadings readings) {
            Charge charge = ChargeMaker.make(window, readings);
            return new PairCharge(period.vehicleId(), period.meterId(), charge);
        }
    }

    /// @param periods of the vehicle
    /// @param stored its charges, at least those that end later than two days before the work begins
    /// @param now everything before is closed
    ChargeSeeking(Work work, List<Period> periods, List<PairCharge> stored, Instant now) {
        this.work = work;
        this.periods = periods;
        this.stored = stored;
        this.now = now;
        this.from = stored.stream()
                .filter(charge -> charge.isCompleteBefore(work.since()))
                .map(charge -> charge.window().endsAt())
                .max(Instant::compareTo)
                .map(end -> Times.later(end, earliest(work)))
                .orElse(earliest(work));
        this.to = restAfter(Times.earlier(work.until(), now));
    }

    /// How long before a change a charge may have begun that it changes.
    static Instant earliest(Work work) {
        return Times.floor(work.since().minus(LONGEST_OPEN), ChronoUnit.HOURS);
    }

    /// The first whole hour from `instant` on at which no stored charge is under way, at most now.
    private Instant restAfter(Instant instant) {
        Instant rest = Times.ceiling(instant, ChronoUnit.HOURS);
        Optional<Instant> later;
        do {
            Instant at = rest;
            later = stored.stream()
                    .map(PairCharge::window)
                    .filter(window ->
                            window.startsAt().isBefore(at) && window.readTo().isAfter(at))
                    .map(ChargeWindow::readTo)
                    .max(Instant::compareTo);
            rest = later.map(end -> Times.ceiling(end, ChronoUnit.HOURS)).orElse(rest);
        } while (later.isPresent() && rest.isBefore(now));
        return Times.earlier(rest, now);
    }

    /// Where to look: the parts of the periods.
    List<Stretch> stretches() {
        return hasBegun() && from.isBefore(to)
                ? periods.stream()
                        .filter(period -> period.overlaps(from, to))
                        .map(period -> period.within(from, to))
                        .toList()
                : List.of();
    }

    /// Takes what moved in each of [#stretches]. If a charge is still under way at the end, the end moves and all has
    /// to
    /// be looked at again: then this is false.
    boolean take(List<List<QuarterHour>> moved) {
        List<Stretch> asked = stretches();
        found.clear();
        isUnderWay = false;
        for (int i = 0; i < asked.size(); i++) {
            take(asked.get(i), moved.get(i));
        }
        if (isUnderWay && to.isBefore(now)) {
            to = restAfter(Times.earlier(now, to.plus(ChargeWindow.LONGEST)));
            return false;
        }
        return true;
    }

    private void take(Stretch stretch, List<QuarterHour> quarters) {
        // Only where the mapping ends is this no whole hour already, and there everything ends.
        ChargeSearch search = ChargeSearch.NOTHING.next(quarters, Times.ceiling(stretch.to(), ChronoUnit.HOURS));
        List<ChargeWindow> windows = new ArrayList<>(search.closed());
        if (search.open() != null) {
            if (stretch.period().to().isAfter(stretch.to())) {
                isUnderWay = true;
            } else {
                windows.add(search.open());
            }
        }
        for (ChargeWindow window : windows) {
            clipped(window, stretch.period())
                    .filter(clip -> clip.readTo().isAfter(work.since()))
                    .ifPresent(clip -> found.add(new Found(stretch.period(), clip, kept(clip))));
        }
    }

    /// The whole minutes of a window that lie in the period.
    private static Optional<ChargeWindow> clipped(ChargeWindow window, Period period) {
        Instant start = Times.later(window.startsAt(), Times.ceiling(period.from(), ChronoUnit.MINUTES));
        Instant end = Times.earlier(
                window.endsAt(),
                period.to().equals(Instant.MAX) ? Instant.MAX : Times.floor(period.to(), ChronoUnit.MINUTES));
        return start.isBefore(end) ? Optional.of(new ChargeWindow(start, end)) : Optional.empty();
    }

    /// A stored charge in the same place, if the work does not touch any of the readings that it is made of.
    private @Nullable PairCharge kept(ChargeWindow window) {
        boolean isTouched =
                window.readTo().isAfter(work.since()) && window.readFrom().isBefore(work.until());
        return isTouched
                ? null
                : stored.stream()
                        .filter(charge -> charge.window().equals(window))
                        .findFirst()
                        .orElse(null);
    }

    List<Found> found() {
        return found;
    }

    /// The stored charges that are not among `made`.
    List<PairCharge> gone(List<PairCharge> made) {
        Set<PairCharge> still = new HashSet<>(made);
        return affected().stream().filter(charge -> !still.contains(charge)).toList();
    }

    /// Those of `made` that are not stored.
    List<PairCharge> added(List<PairCharge> made) {
        Set<PairCharge> before = new HashSet<>(affected());
        return made.stream().filter(charge -> !before.contains(charge)).toList();
    }

    /// Whether any of the time to look at is closed.
    private boolean hasBegun() {
        return work.since().isBefore(now);
    }

    private List<PairCharge> affected() {
        return !hasBegun()
                ? List.of()
                : stored.stream()
                        .filter(charge -> !charge.isCompleteBefore(work.since())
                                && charge.startsAt().isBefore(to))
                        .toList();
    }
}
