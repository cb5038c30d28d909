package io.wattline.query.performance;

import io.wattline.energy.Energy;
import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.energy.verdict.JudgedWindow;
import io.wattline.energy.verdict.LossStanding;
import io.wattline.energy.verdict.WindowVerdict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How the energies of a vehicle in a window are judged: the one judge of the analysis of one vehicle, of the
/// fleet, and of its figures.
///
/// @param matched what was drawn and delivered in the same spans of time; null for an unmapped vehicle
/// @param verdict status, excess loss, coverage and evidence
public record Judgement(@Nullable MatchedEnergy matched, WindowVerdict verdict) {

    private static final int RATIO_SCALE = 4;

    /// On a vehicle that no meter feeds.
    public static Judgement unmapped() {
        return new Judgement(null, WindowVerdict.unmapped());
    }

    /// On a vehicle of which too many hours have yet to be compared.
    public static Judgement pending() {
        return new Judgement(null, WindowVerdict.pending());
    }

    /// On a mapped vehicle.
    ///
    /// @param mapped how much of the window a meter fed it
    public static Judgement of(
            Duration mapped, AcTotals ac, DcTotals dc, MatchedEnergy matched, LossStanding standing) {
        JudgedWindow window = new JudgedWindow(mapped, new Energy(ac.kwh(), dc.kwh()), matched);
        return new Judgement(matched, WindowVerdict.of(window, standing));
    }

    /// What a healthy car would have delivered of what was drawn in the matched spans; null where nothing was
    /// drawn.
    public @Nullable BigDecimal expectedEfficiency() {
        return matched == null ? null : new Energy(matched.energy().ac(), matched.expectedDc()).ratio();
    }

    /// The share of the window that was compared, to 4 decimal places.
    public BigDecimal coverage() {
        return BigDecimal.valueOf(verdict.coverage()).setScale(RATIO_SCALE, RoundingMode.HALF_EVEN);
    }
}
