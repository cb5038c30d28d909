package io.wattline.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.TelemetryTopic.Address;
import io.wattline.telemetry.VehicleReading;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final long HOUR = 3_600_000_000L;
    private static final long NOON = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli() * 1000;

    @Test
    void everyVehicleChargesPlausiblyInAnyDay() {
        int pairs = 500;
        for (long seed = 1; seed <= 3; seed++) {
            Fleet fleet = new Fleet(new FleetSettings(pairs, seed));
            for (int window = 0; window < 24; window++) {
                long end = NOON + window * 5 * HOUR;
                for (int pair = 0; pair < pairs; pair++) {
                    BigDecimal ac =
                            fleet.reading(2 * pair, end - 24 * HOUR, end).kwh();
                    BigDecimal dc =
                            fleet.reading(2 * pair + 1, end - 24 * HOUR, end).kwh();
                    assertThat(ac.doubleValue())
                            .as("AC of seed %d, pair %d, window %d", seed, pair, window)
                            .isBetween(10.0, 80.0);
                    assertThat(dc.doubleValue() / ac.doubleValue())
                            .as("ratio of seed %d, pair %d, window %d", seed, pair, window)
                            .isBetween(0.8, 0.97);
                }
            }
        }
    }

    @Test
    void readingsOfAnySpacingAddUpToTheSameEnergy() {
        Fleet fleet = new Fleet(new FleetSettings(5, 7));
        long seed = 20261120;
        SplittableRandom random = new SplittableRandom(seed);
        for (int device = 0; device < fleet.deviceCount(); device++) {
            BigDecimal whole = fleet.reading(device, NOON - 24 * HOUR, NOON).kwh();
            BigDecimal sum = BigDecimal.ZERO;
            long from = NOON - 24 * HOUR;
            while (from < NOON) {
                long to = Math.min(NOON, from + random.nextLong(1, HOUR));
                sum = sum.add(fleet.reading(device, from, to).kwh());
                from = to;
            }
            assertThat(sum).as("seed %d, device %d", seed, device).isEqualByComparingTo(whole);
        }
    }

    @Test
    void readingDoesNotDependOnEarlierCalls() {
        Fleet fleet = new Fleet(new FleetSettings(3, 1));
        Reading first = fleet.reading(1, NOON - HOUR, NOON);
        for (int day = -20; day < 20; day++) {
            fleet.reading(1, NOON + day * 24 * HOUR - HOUR, NOON + day * 24 * HOUR);
        }
        assertThat(fleet.reading(1, NOON - HOUR, NOON)).isEqualTo(first);
        assertThat(new Fleet(new FleetSettings(3, 1)).reading(1, NOON - HOUR, NOON))
                .isEqualTo(first);
    }

    @Test
    void anotherSeedIsAnotherFleet() {
        Reading one = new Fleet(new FleetSettings(3, 1)).reading(1, NOON - 24 * HOUR, NOON);
        Reading two = new Fleet(new FleetSettings(3, 2)).reading(1, NOON - 24 * HOUR, NOON);
        assertThat(one.kwh()).isNotEqualByComparingTo(two.kwh());
    }

    @Test
    void staysWithinPhysicalBoundsAllYear() {
        Fleet fleet = new Fleet(new FleetSettings(20, 5));
        for (int step = 0; step < 4 * 365; step++) {
            long at = NOON + step * 6 * HOUR + step * 1_234_567L;
            for (int pair = 0; pair < 20; pair++) {
                var meter = (MeterReading) fleet.reading(2 * pair, at - 60_000_000, at);
                var vehicle = (VehicleReading) fleet.reading(2 * pair + 1, at - 60_000_000, at);
                assertThat(meter.voltage()).isBetween(215f, 242f);
                assertThat(vehicle.soc()).isBetween(15f, 100f);
                assertThat(vehicle.batteryTemp()).isBetween(-5f, 50f);
                assertThat(vehicle.kwh()).isLessThanOrEqualTo(meter.kwh());
            }
        }
    }

    @Test
    void namesPairsAsTheMappingRuleExpects() {
        assertThat(Fleet.devices(new FleetSettings(2, 1)))
                .extracting(Address::deviceId)
                .containsExactly("METER_0001", "VEHICLE_0001", "METER_0002", "VEHICLE_0002");
        assertThat(Fleet.devices(new FleetSettings(10_000, 1)).getLast().deviceId())
                .isEqualTo("VEHICLE_10000");
        for (Address device : Fleet.devices(new FleetSettings(30, 1))) {
            assertThat(device.deviceId().replaceFirst("VEHICLE_(.*)", "METER_$1"))
                    .startsWith("METER_00");
        }
    }
}
