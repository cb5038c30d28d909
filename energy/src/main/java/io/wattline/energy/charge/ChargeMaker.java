package io.wattline.energy.charge;

import io.wattline.energy.Energy;
import io.wattline.energy.charge.Charge.Battery;
import io.wattline.energy.charge.Charge.Edges;
import io.wattline.energy.charge.Charge.Shape;
import io.wattline.energy.charge.Charge.Trust;
import io.wattline.energy.loss.LossRule;
import io.wattline.energy.pairing.Heartbeats;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Makes a charge of the readings of both sides.
public final class ChargeMaker {

    private static final Duration START = Duration.ofMinutes(30);
    private static final long NOTHING_MICRO_KWH = 200_000;
    private static final int TIMES_AS_MUCH = 5;
    private static final double MIN_COVERAGE = 0.5;
    private static final int PEAK_QUARTERS = 3;
    private static final double QUARTERS_AN_HOUR = 4;

    private ChargeMaker() {}

    /// The charge in `window`.
    public static Charge make(ChargeWindow window, ChargeReadings readings) {
        SideMinutes meter = new SideMinutes(readings.meter(), window);
        SideMinutes vehicle = new SideMinutes(readings.vehicle(), window);
        Spans spans = new Spans(meter, vehicle);
        Energy total = new Energy(kwh(meter.sum()), kwh(vehicle.sum()));
        Energy matched = new Energy(kwh(spans.microKwhAc()), kwh(spans.microKwhDc()));
        Trust trust = new Trust(
                spans.coverage(),
                spans.cuts(),
                meter.stepKwh(meter.minutesOn()),
                vehicle.stepKwh(vehicle.minutesFrom(1)));
        double[] delivered = vehicle.quarters();
        Shape shape = new Shape(
                spans.hoursOn(),
                peakKw(delivered),
                Togetherness.overlap(meter.quarters(), delivered),
                edges(meter.minutesOn(), vehicle.minutesFrom(1)));
        ChargeKind kind = kind(meter.sum(), vehicle.sum(), matched, trust);
        return new Charge(window, kind, total, matched, trust, battery(window, readings.battery()), shape);
    }

    private static ChargeKind kind(long ac, long dc, Energy matched, Trust trust) {
        if (ac < NOTHING_MICRO_KWH && dc > ac) {
            return ChargeKind.DC_ONLY;
        }
        if (dc < NOTHING_MICRO_KWH && ac > TIMES_AS_MUCH * dc) {
            return ChargeKind.AC_ONLY;
        }
        boolean isEnough = matched.ac().doubleValue() >= LossRule.MIN_KWH && trust.coverage() >= MIN_COVERAGE;
        return isEnough ? ChargeKind.JUDGED : ChargeKind.SMALL;
    }

    private static double peakKw(double[] delivered) {
        double[] best = Arrays.stream(delivered)
                .sorted()
                .skip(Math.max(0, delivered.length - PEAK_QUARTERS))
                .toArray();
        return Arrays.stream(best).average().orElse(0) * QUARTERS_AN_HOUR;
    }

    private static @Nullable Edges edges(int[] on, int[] ticks) {
        if (on.length == 0 || ticks.length == 0) {
            return null;
        }
        return new Edges(
                Duration.ofMinutes(ticks[0] - on[0]), Duration.ofMinutes(ticks[ticks.length - 1] - on[on.length - 1]));
    }

    private static Battery battery(ChargeWindow window, List<BatteryReading> readings) {
        OptionalDouble temperature = between(
                        window.startsAt(), window.startsAt().plus(START), readings)
                .stream()
                .map(BatteryReading::temperature)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average();
        List<Double> soc = between(window.startsAt(), window.endsAt(), readings).stream()
                .map(BatteryReading::soc)
                .filter(Objects::nonNull)
                .toList();
        return new Battery(
                temperature.isPresent() ? temperature.getAsDouble() : null,
                soc.isEmpty() ? null : soc.getFirst(),
                soc.isEmpty() ? null : soc.getLast());
    }

    private static List<BatteryReading> between(Instant from, Instant to, List<BatteryReading> readings) {
        return readings.stream()
                .filter(reading -> !reading.measuredAt().isBefore(from))
                .filter(reading -> reading.measuredAt().isBefore(to))
                .toList();
    }

    private static BigDecimal kwh(long millionths) {
        return BigDecimal.valueOf(millionths, Heartbeats.KWH_SCALE);
    }
}
