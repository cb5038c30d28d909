package io.wattline.query.http.charges;

import io.wattline.energy.charge.Charge;
import io.wattline.query.charges.VehicleCharge;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A charge in an answer.
record ChargeBody(
        String vehicleId,
        String meterId,
        Instant startedAt,
        Instant endedAt,
        Instant knownAt,
        String kind,
        BigDecimal energyConsumedAc,
        BigDecimal energyDeliveredDc,
        BigDecimal matchedEnergyConsumedAc,
        BigDecimal matchedEnergyDeliveredDc,
        @Nullable BigDecimal efficiencyRatio,
        BigDecimal coverage,
        int cuts,
        BigDecimal hoursOn,
        BigDecimal peakKw,
        BigDecimal acStepKwh,
        BigDecimal dcStepKwh,
        @Nullable BigDecimal batteryTempAtStart,
        @Nullable BigDecimal socAtStart,
        @Nullable BigDecimal socAtEnd) {

    private static final int DIGITS = 4;
    private static final int STEP_DIGITS = 6;

    static ChargeBody of(VehicleCharge row) {
        Charge charge = row.charge();
        return new ChargeBody(
                row.vehicleId(),
                row.meterId(),
                charge.window().startsAt(),
                charge.window().endsAt(),
                charge.window().knownAt(),
                charge.kind().word(),
                charge.total().ac(),
                charge.total().dc(),
                charge.matched().ac(),
                charge.matched().dc(),
                charge.matched().ratio(),
                rounded(charge.trust().coverage(), DIGITS),
                charge.trust().cuts(),
                rounded(charge.shape().hoursOn(), DIGITS),
                rounded(charge.shape().peakKw(), DIGITS),
                rounded(charge.trust().acStepKwh(), STEP_DIGITS),
                rounded(charge.trust().dcStepKwh(), STEP_DIGITS),
                maybe(charge.battery().temperatureAtStart()),
                maybe(charge.battery().socAtStart()),
                maybe(charge.battery().socAtEnd()));
    }

    private static BigDecimal rounded(double value, int digits) {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN);
    }

    private static @Nullable BigDecimal maybe(@Nullable Double value) {
        return value == null ? null : rounded(value, 2);
    }
}
