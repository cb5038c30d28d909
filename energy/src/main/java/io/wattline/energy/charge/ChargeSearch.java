package io.wattline.energy.charge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds charges in quarter hours, one stretch of time after the other.
///
/// What is found does not depend on where stretches end: a run that is not closed yet is handed to the next one. The
/// first stretch begins in rest, or at the instant at which the mapping began.
///
/// @param closed the charges that ended, in the order of time
/// @param open the charge that may still go on; null if there is none
public record ChargeSearch(
        List<ChargeWindow> closed, @Nullable ChargeWindow open) {

    /// Before the first stretch.
    public static final ChargeSearch NOTHING = new ChargeSearch(List.of(), null);

    /// Copies the list.
    public ChargeSearch {
        closed = List.copyOf(closed);
    }

    /// Goes on where this search ended. The result's `closed` holds only charges that the new stretch closes.
    ///
    /// @param quarters of the stretch in the order of time; one that is absent is rest
    /// @param until end of the stretch, exclusive: everything before it is known
    /// @throws IllegalArgumentException if quarter hours are out of order, or lie before the open charge's end
    public ChargeSearch next(List<QuarterHour> quarters, Instant until) {
        List<ChargeWindow> found = new ArrayList<>();
        @Nullable ChargeWindow run = open;
        @Nullable Instant end = open == null ? null : open.endsAt();
        for (QuarterHour quarter : quarters) {
            Instant quarterEnd = quarter.startsAt().plus(QuarterHour.LENGTH);
            if ((end != null && quarter.startsAt().isBefore(end)) || quarterEnd.isAfter(until)) {
                throw new IllegalArgumentException("a quarter hour out of order at " + quarter.startsAt());
            }
            end = quarterEnd;
            if (quarter.moved()) {
                if (run != null && !goesOn(run, quarter)) {
                    found.add(run);
                    run = null;
                }
                run = new ChargeWindow(run == null ? quarter.startsAt() : run.startsAt(), quarterEnd);
            }
        }
        if (run != null && !run.readTo().isAfter(until)) {
            found.add(run);
            run = null;
        }
        return new ChargeSearch(found, run);
    }

    private static boolean goesOn(ChargeWindow run, QuarterHour quarter) {
        Instant longest = run.startsAt().plus(ChargeWindow.LONGEST);
        return quarter.startsAt().isBefore(run.readTo()) && quarter.startsAt().isBefore(longest);
    }

    /// Ends the open charge because the mapping changes or the vehicle is removed.
    public ChargeSearch end() {
        return new ChargeSearch(open == null ? List.of() : List.of(open), null);
    }
}
