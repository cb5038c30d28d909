package io.wattline.energy.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What the rules over the hours of a pair find, hour after hour.
///
/// No rule looks back further than [#LOOKING_BACK], so the findings of a year are the same whether they are made in one
/// go or an hour at a time.
public final class HourFindings {

    /// How far back any rule looks.
    public static final Duration LOOKING_BACK = Duration.ofDays(7);

    private HourFindings() {}

    /// All findings of `hours`.
    ///
    /// @param hours in the order of time, each hour once, also those without readings
    /// @throws IllegalArgumentException if hours are missing
    public static List<Finding> of(List<PairHour> hours) {
        return new HourRules(hours).findings(Instant.MIN, List.of());
    }

    /// Goes on from what was known at `from`: forgets what was found later, and finds it again.
    ///
    /// @param known what was found so far, in any order
    /// @param hours from [#LOOKING_BACK] before `from` on, or from the pair's first hour if that is later
    /// @param from a whole hour
    /// @return all findings, also those that were over before
    /// @throws IllegalArgumentException if hours are missing
    public static List<Finding> next(List<Finding> known, List<PairHour> hours, Instant from) {
        List<Finding> kept = known.stream()
                .filter(finding -> !finding.raisedAt().isAfter(from))
                .map(finding -> finding.asOf(from))
                .toList();
        List<Finding> all = new ArrayList<>(
                kept.stream().filter(finding -> finding.clearedAt() != null).toList());
        List<Finding> open = kept.stream()
                .filter(finding -> Objects.isNull(finding.clearedAt()))
                .toList();
        all.addAll(new HourRules(hours).findings(from, open));
        return all;
    }
}
