package io.wattline.energy.charge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wattline.energy.loss.JudgedCharge;
import io.wattline.energy.pairing.Heartbeats;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChargeMakerTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final ChargeWindow WINDOW = new ChargeWindow(minute(60), minute(240));
    private static final int DAY = 360;
    // 7.2 kW at 90 %.
    private static final int AC = 120_000;
    private static final int DC = 108_000;

    private static Instant minute(int minute) {
        return START.plusSeconds(60L * minute);
    }

    /// One reading every `step` minutes that carries the energy of its minutes; one that is not there loses it.
    private static Heartbeats side(int step, IntUnaryOperator microKwhInMinute, IntPredicate isThere) {
        Heartbeats readings = new Heartbeats();
        long sum = 0;
        for (int at = 0; at < DAY; at++) {
            sum += microKwhInMinute.applyAsInt(at);
            if (at % step == 0) {
                if (isThere.test(at)) {
                    readings.add(minute(at), BigDecimal.valueOf(sum, 6));
                }
                sum = 0;
            }
        }
        return readings;
    }

    private static IntUnaryOperator during(int from, int to, int microKwh) {
        return at -> at >= from && at < to ? microKwh : 0;
    }

    private static Charge charge(Heartbeats meter, Heartbeats vehicle) {
        return ChargeMaker.make(WINDOW, new ChargeReadings(meter, vehicle, List.of()));
    }

    private static double ratio(Charge charge) {
        return charge.matched().dc().doubleValue() / charge.matched().ac().doubleValue();
    }

    @ParameterizedTest(name = "{0} and {1} minutes")
    @CsvSource({"1, 1", "1, 5", "5, 1", "5, 5", "1, 15", "15, 1"})
    void comparesEveryCadenceWithEveryOther(int acStep, int dcStep) {
        Heartbeats meter = side(acStep, during(66, 216, AC), at -> true);
        Heartbeats vehicle = side(dcStep, during(66, 216, DC), at -> true);
        Charge charge = charge(meter, vehicle);
        assertThat(charge.kind()).isEqualTo(ChargeKind.JUDGED);
        assertThat(charge.matched()).isEqualTo(charge.total());
        assertThat(charge.total().ac()).isEqualByComparingTo("18");
        assertThat(charge.total().dc()).isEqualByComparingTo("16.2");
        assertThat(charge.trust().coverage()).isEqualTo(1);
        assertThat(charge.trust().cuts()).isZero();
        assertThat(charge.shape().hoursOn()).isCloseTo(2.5, within(acStep / 60.0));
        assertThat(charge.shape().peakKw()).isCloseTo(6.48, within(0.7));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void leavesOutTimeMadeUncertainByALostHeartbeat(int cadence) {
        Heartbeats meter = side(1, during(66, 216, AC), at -> true);
        Heartbeats lossy = side(cadence, during(66, 216, DC), at -> at != 100 && at != 150);
        Charge charge = charge(meter, lossy);
        assertThat(charge.total().dc().doubleValue()).isLessThan(16.2);
        assertThat(ratio(charge)).isCloseTo(0.9, within(1e-9));
        assertThat(charge.trust().cuts()).isEqualTo(2);
        assertThat(charge.trust().coverage()).isLessThan(1);
    }

    @Test
    void acceptsAGapWithOrWithoutItsEnergyInTheNextReading() {
        Heartbeats meter = side(1, during(66, 216, AC), at -> true);
        IntPredicate isThere = at -> at < 100 || at >= 110;
        Heartbeats lost = side(1, during(66, 216, DC), isThere);
        Heartbeats carried =
                side(1, at -> at == 110 ? 11 * DC : during(66, 216, DC).applyAsInt(at), isThere);
        assertThat(charge(meter, carried).matched())
                .isEqualTo(charge(meter, lost).matched());
        assertThat(charge(meter, carried).total())
                .isNotEqualTo(charge(meter, lost).total());
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25})
    void neverMatchesMoreThanEitherSideMoved(long seed) {
        Random random = new Random(seed);
        Heartbeats meter = side(1, during(66, 216, AC), at -> random.nextInt(20) > 0);
        Heartbeats vehicle = side(1, during(66, 216, DC), at -> random.nextInt(20) > 0);
        Charge charge = charge(meter, vehicle);
        assertThat(charge.matched().ac()).as("seed %d", seed).isLessThanOrEqualTo(meter.kwh());
        assertThat(charge.matched().dc()).as("seed %d", seed).isLessThanOrEqualTo(vehicle.kwh());
        assertThat(ratio(charge)).as("seed %d", seed).isCloseTo(0.9, within(1e-9));
        assertThat(charge.total().ac()).isEqualByComparingTo(meter.kwh());
        assertThat(charge.total().dc()).isEqualByComparingTo(vehicle.kwh());
    }

    @Test
    void readingsFarFromTheChargeHaveNoEffect() {
        Heartbeats meter = side(1, during(66, 216, AC), at -> true);
        Heartbeats vehicle = side(1, during(66, 216, DC), at -> true);
        Heartbeats meterNearby = side(1, during(66, 216, AC), at -> at >= 30 && at < 270);
        Heartbeats vehicleNearby = side(1, during(66, 216, DC), at -> at >= 30 && at < 270);
        assertThat(charge(meterNearby, vehicleNearby)).isEqualTo(charge(meter, vehicle));
    }

    @Test
    void coarseCounterHasNoEffect() {
        Heartbeats meter = side(1, during(66, 216, AC), at -> true);
        Heartbeats vehicle = side(
                1,
                at -> at >= 66 && at < 216 ? ((at - 65) * DC / 100_000 - (at - 66) * DC / 100_000) * 100_000 : 0,
                at -> true);
        Charge charge = charge(meter, vehicle);
        assertThat(charge.matched()).isEqualTo(charge.total());
        assertThat(charge.matched().dc().doubleValue()).isCloseTo(16.2, within(0.1));
        assertThat(charge.trust().dcStepKwh()).isEqualTo(0.1);
        assertThat(charge.trust().acStepKwh()).isEqualTo(0.12);
    }

    @Test
    void leavesOutPreheatingAndLingering() {
        Heartbeats meter = side(
                1,
                at -> at < 90
                        ? during(64, 90, 30_000).applyAsInt(at)
                        : during(90, 216, AC).applyAsInt(at),
                at -> true);
        Heartbeats lingering = side(
                1,
                at -> at < 200
                        ? during(66, 200, AC).applyAsInt(at)
                        : during(200, 230, 5_000).applyAsInt(at),
                at -> true);
        Charge preheated = charge(meter, side(1, during(90, 216, DC), at -> true));
        Charge lingered = charge(lingering, side(1, during(66, 200, DC), at -> true));
        assertThat(ratio(preheated)).isCloseTo(0.9, within(1e-9));
        assertThat(preheated.trust().cuts()).isEqualTo(1);
        assertThat(preheated.trust().coverage()).isEqualTo(1);
        assertThat(ratio(lingered)).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void keepsBothEndsWhereTheClockOfTheVehicleIsOff() {
        Heartbeats meter = side(1, during(66, 196, AC), at -> true);
        Charge charge = charge(meter, side(1, during(84, 214, DC), at -> true));
        assertThat(charge.matched()).isEqualTo(charge.total());
        assertThat(charge.shape().edges()).isEqualTo(new Charge.Edges(Duration.ofMinutes(18), Duration.ofMinutes(18)));
        assertThat(charge.shape().overlap()).isGreaterThan(0.9);
    }

    @Test
    void leavesOutAChargeElsewhereExceptItsFirstStep() {
        Heartbeats meter = side(1, during(66, 150, AC), at -> true);
        Heartbeats vehicle = side(
                1,
                at -> at < 150
                        ? during(66, 150, DC).applyAsInt(at)
                        : during(190, 210, 800_000).applyAsInt(at),
                at -> true);
        Charge charge = charge(meter, vehicle);
        assertThat(charge.matched().ac()).isEqualByComparingTo(charge.total().ac());
        assertThat(charge.matched().dc()).isEqualByComparingTo("9.872");
        assertThat(charge.total().dc()).isEqualByComparingTo("25.072");
    }

    @Test
    void classifiesCharges() {
        Heartbeats nothing = side(1, at -> 0, at -> true);
        Heartbeats meter = side(1, during(66, 216, AC), at -> true);
        Heartbeats vehicle = side(1, during(66, 216, DC), at -> true);
        Heartbeats mostlyLost = side(1, during(66, 216, DC), at -> at < 80 || at > 200);
        assertThat(charge(meter, vehicle).kind()).isEqualTo(ChargeKind.JUDGED);
        assertThat(charge(meter, nothing).kind()).isEqualTo(ChargeKind.AC_ONLY);
        assertThat(charge(nothing, vehicle).kind()).isEqualTo(ChargeKind.DC_ONLY);
        assertThat(charge(meter, mostlyLost).kind()).isEqualTo(ChargeKind.SMALL);
        assertThat(charge(side(1, during(66, 74, AC), at -> true), side(1, during(66, 74, DC), at -> true))
                        .kind())
                .isEqualTo(ChargeKind.SMALL);
        assertThat(ChargeKind.AC_ONLY.word()).isEqualTo("ac_only");
    }

    @Test
    void oneSideAloneHasNoEdgesAndNoOverlap() {
        Charge charge = charge(side(1, during(66, 216, AC), at -> true), new Heartbeats());
        assertThat(charge.shape().edges()).isNull();
        assertThat(charge.shape().overlap()).isZero();
        assertThat(charge.trust().coverage()).isZero();
    }

    @Test
    void reportsTheBatteryFromTheVehiclesReadings() {
        List<BatteryReading> battery = new ArrayList<>();
        battery.add(new BatteryReading(minute(59), 99.0, 1.0));
        battery.add(new BatteryReading(minute(60), 10.0, null));
        battery.add(new BatteryReading(minute(89), 14.0, 20.0));
        battery.add(new BatteryReading(minute(90), 50.0, null));
        battery.add(new BatteryReading(minute(239), null, 80.0));
        battery.add(new BatteryReading(minute(240), null, 90.0));
        Heartbeats meter = side(1, during(66, 216, AC), at -> true);
        Charge charge = ChargeMaker.make(WINDOW, new ChargeReadings(meter, meter, battery));
        assertThat(charge.battery()).isEqualTo(new Charge.Battery(12.0, 20.0, 80.0));
        assertThat(charge(meter, meter).battery()).isEqualTo(new Charge.Battery(null, null, null));
    }

    @Test
    void givesTheLossRuleTheMatchedEnergies() {
        Charge charge = charge(side(1, during(66, 216, AC), at -> true), side(1, during(66, 216, DC), at -> true));
        JudgedCharge judged = charge.toJudged();
        assertThat(judged)
                .isEqualTo(new JudgedCharge(
                        WINDOW.startsAt(), WINDOW.knownAt(), 18, 16.2, 2.5, new JudgedCharge.Conditions(null, 0)));
        Charge small = charge(side(1, during(66, 70, AC), at -> true), side(1, during(66, 70, DC), at -> true));
        assertThatThrownBy(small::toJudged).isInstanceOf(IllegalStateException.class);
    }
}
