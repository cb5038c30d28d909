package io.wattline.query.http;

import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.query.performance.Judgement;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What was drawn and delivered in the same spans of time.
public record Matched(
        long windowSeconds,
        long spans,
        BigDecimal seconds,
        BigDecimal energyConsumedAc,
        BigDecimal energyDeliveredDc,
        @Nullable BigDecimal efficiencyRatio,
        BigDecimal coverage) {

    private static final int NANOS_SCALE = 9;

    /// The member; null where nothing is compared.
    public static @Nullable Matched of(Judgement judgement, Duration pairingWindow) {
        @Nullable MatchedEnergy matched = judgement.matched();
        return matched == null
                ? null
                : new Matched(
                        pairingWindow.toSeconds(),
                        matched.spans(),
                        BigDecimal.valueOf(matched.time().toNanos(), NANOS_SCALE)
                                .stripTrailingZeros(),
                        matched.energy().ac(),
                        matched.energy().dc(),
                        matched.energy().ratio(),
                        judgement.coverage());
    }
}
