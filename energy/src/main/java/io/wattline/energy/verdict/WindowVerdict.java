package io.wattline.energy.verdict;

import io.wattline.energy.Energy;
import io.wattline.energy.matching.MatchedEnergy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The verdict on a window.
///
/// Compares exact products, never rounded ratios. A vehicle whose own loss is known is degraded only while a loss
/// alert is open: a single window is too noisy to tell.
///
/// @param status the judgement
/// @param excessLoss expected minus delivered energy over the matched spans, in kWh; null where nothing was judged
/// @param coverage the share of the window that was compared, 0 to 1
/// @param evidence the reason, one sentence in plain English
public record WindowVerdict(WindowStatus status, @Nullable BigDecimal excessLoss, double coverage, String evidence) {

    private static final BigDecimal MIN_KWH = BigDecimal.ONE;
    private static final double MIN_COVERAGE = 0.5;
    private static final BigDecimal MAX_PLAUSIBLE = new BigDecimal("1.03");
    private static final BigDecimal LEARNING_TOLERANCE = new BigDecimal("0.08");
    private static final int PERCENT = 100;
    private static final int EVIDENCE_SCALE = 3;

    /// The verdict on a vehicle that no meter feeds.
    public static WindowVerdict unmapped() {
        return new WindowVerdict(WindowStatus.UNMAPPED, null, 0, "No meter is mapped to the vehicle.");
    }

    /// The verdict on a vehicle of which too many hours have yet to be compared.
    public static WindowVerdict pending() {
        return new WindowVerdict(
                WindowStatus.INSUFFICIENT_DATA,
                null,
                0,
                "Many of its hours are still being compared, after late readings or a change of its mapping.");
    }

    /// The verdict on a mapped vehicle.
    public static WindowVerdict of(JudgedWindow window, LossStanding standing) {
        MatchedEnergy matched = window.matched();
        double coverage = matched.coverage(window.length());
        @Nullable String missing = missing(window);
        if (missing != null) {
            return new WindowVerdict(WindowStatus.MISSING_DATA, null, coverage, missing);
        }
        if (matched.energy().ac().compareTo(MIN_KWH) < 0) {
            String evidence = String.format(
                    Locale.ROOT,
                    "Only %s kWh drawn could be compared; a verdict needs 1 kWh.",
                    told(matched.energy().ac()));
            return new WindowVerdict(WindowStatus.INSUFFICIENT_DATA, null, coverage, evidence);
        }
        WindowStatus status = compared(matched, standing);
        return new WindowVerdict(status, matched.excessLoss(), coverage, evidence(status, matched, standing));
    }

    private static @Nullable String missing(JudgedWindow window) {
        double ac = window.matched().coverageAc(window.length());
        double dc = window.matched().coverageDc(window.length());
        if (ac < MIN_COVERAGE
                && isUncompared(window.totals().dc(), window.matched().energy().dc())) {
            return String.format(
                    Locale.ROOT,
                    "The meter is known for %d %% of the window, in which the vehicle counted %s kWh.",
                    Math.round(ac * PERCENT),
                    told(window.totals().dc()));
        }
        if (dc < MIN_COVERAGE
                && isUncompared(window.totals().ac(), window.matched().energy().ac())) {
            return String.format(
                    Locale.ROOT,
                    "The vehicle is known for %d %% of the window, in which the meter counted %s kWh.",
                    Math.round(dc * PERCENT),
                    told(window.totals().ac()));
        }
        return null;
    }

    /// Whether one side moved energy, and less than half of that could be compared. A device that sends only
    /// while it charges is silent for most of the day, and nothing is missing.
    private static boolean isUncompared(BigDecimal total, BigDecimal matched) {
        return total.compareTo(MIN_KWH) >= 0 && matched.add(matched).compareTo(total) < 0;
    }

    private static WindowStatus compared(MatchedEnergy matched, LossStanding standing) {
        Energy energy = matched.energy();
        if (energy.dc().compareTo(energy.ac().multiply(MAX_PLAUSIBLE)) > 0) {
            return WindowStatus.IMPLAUSIBLE;
        }
        return switch (standing) {
            case ALERT_OPEN -> WindowStatus.DEGRADED;
            case USUAL -> WindowStatus.HEALTHY;
            case LEARNING ->
                matched.excessLoss().compareTo(energy.ac().multiply(LEARNING_TOLERANCE)) > 0
                        ? WindowStatus.DEGRADED
                        : WindowStatus.HEALTHY;
        };
    }

    private static String evidence(WindowStatus status, MatchedEnergy matched, LossStanding standing) {
        Energy energy = matched.energy();
        String arrived = String.format(
                Locale.ROOT,
                "%s of %s kWh arrived (ratio %s), %s kWh were expected",
                told(energy.dc()),
                told(energy.ac()),
                energy.ratio(),
                told(matched.expectedDc()));
        String because = switch (status) {
            case IMPLAUSIBLE -> "; more than was drawn cannot arrive.";
            case DEGRADED ->
                standing == LossStanding.ALERT_OPEN
                        ? "; a loss alert is open."
                        : "; that is more than 8 points below a healthy car.";
            case HEALTHY, UNMAPPED, MISSING_DATA, INSUFFICIENT_DATA -> ".";
        };
        return arrived + because;
    }

    /// To the watt-hour, without zeros at the end.
    private static String told(BigDecimal kwh) {
        BigDecimal rounded = kwh.setScale(EVIDENCE_SCALE, RoundingMode.DOWN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
