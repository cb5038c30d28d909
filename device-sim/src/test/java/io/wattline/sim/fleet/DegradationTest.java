package io.wattline.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DegradationTest {

    private static final long DAY = Vehicle.DAY_MICROS;
    private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");
    private static final long SINCE_MICROS = SINCE.toEpochMilli() * 1000;

    @Test
    void affectsAboutTheRequestedShareAndCosts12To25Percent() {
        Dice dice = new Dice(3);
        Degradation some = new Degradation(0.02, null);
        int concerned = 0;
        for (int vehicle = 0; vehicle < 20_000; vehicle++) {
            double health = some.health(dice, vehicle, 0);
            if (some.concerns(dice, vehicle)) {
                concerned++;
                assertThat(health).isBetween(0.75, 0.88);
            } else {
                assertThat(health).isEqualTo(1);
            }
        }
        assertThat(concerned).isBetween(340, 460);
    }

    @Test
    void fallsAtOnceOrSlowlyFromTheGivenInstant() {
        Dice dice = new Dice(3);
        Degradation all = new Degradation(1, SINCE);
        int atOnce = 0;
        for (int vehicle = 0; vehicle < 1000; vehicle++) {
            double end = new Degradation(1, null).health(dice, vehicle, 0);
            assertThat(all.health(dice, vehicle, SINCE_MICROS)).isEqualTo(1, within(1e-9));
            assertThat(all.health(dice, vehicle, SINCE_MICROS + 32 * DAY)).isEqualTo(end, within(1e-9));
            double afterTwoDays = all.health(dice, vehicle, SINCE_MICROS + 2 * DAY);
            if (afterTwoDays == end) {
                atOnce++;
            } else {
                assertThat(1 - afterTwoDays).isLessThan(0.1 * (1 - end));
            }
        }
        assertThat(atOnce).isBetween(400, 600);
    }

    @Test
    void degradedVehicleStillChargesFullyButDrawsMore() {
        long noon = 20_777 * DAY + DAY / 2;
        Fleet well = new Fleet(new FleetSettings(50, 1));
        Fleet ill = new Fleet(new FleetSettings(50, 1, new Degradation(1, null)));
        for (int pair = 0; pair < 50; pair++) {
            double before = ratio(well, pair, noon);
            double after = ratio(ill, pair, noon);
            assertThat(after / before).isBetween(0.74, 0.89);
            assertThat(ill.reading(2 * pair + 1, noon - 10 * DAY, noon).kwh().doubleValue())
                    .isCloseTo(
                            well.reading(2 * pair + 1, noon - 10 * DAY, noon)
                                    .kwh()
                                    .doubleValue(),
                            within(25.0));
            assertThat(ill.isDegraded(2 * pair + 1)).isTrue();
            assertThat(ill.isDegraded(2 * pair)).isFalse();
        }
    }

    private static double ratio(Fleet fleet, int pair, long end) {
        double ac = fleet.reading(2 * pair, end - 10 * DAY, end).kwh().doubleValue();
        return fleet.reading(2 * pair + 1, end - 10 * DAY, end).kwh().doubleValue() / ac;
    }
}
