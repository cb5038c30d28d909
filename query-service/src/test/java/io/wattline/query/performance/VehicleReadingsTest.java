package io.wattline.query.performance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VehicleReadingsTest {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    private final VehicleReadings readings = new VehicleReadings();

    private void add(String kwh, String celsius) {
        Instant next = START.plusSeconds(60L * readings.heartbeats().size());
        readings.add(next, new BigDecimal(kwh), celsius == null ? null : Float.valueOf(celsius));
    }

    @Test
    void sumsExactDecimalsRatherThanFloats() {
        for (int i = 0; i < 1_000; i++) {
            add("0.000001", "35.1");
        }
        assertThat(readings.totals().kwh()).isEqualByComparingTo("0.001");
        assertThat(readings.totals().temperatureSum()).isEqualByComparingTo("35100");
    }

    @Test
    void keepsTemperaturesToFourDecimals() {
        add("0", "-59.9999");
        add("0", "149.9999");
        add("0", "0.0001");
        add("0", "0.00004");
        assertThat(readings.totals().temperatureSum()).isEqualByComparingTo("90.0001");
    }

    @Test
    void countsOnlyPresentTemperatures() {
        add("0.1", "35.2");
        add("0.2", null);
        add("0.3", "35.3");
        assertThat(readings.totals().readings()).isEqualTo(3);
        assertThat(readings.totals().temperatures()).isEqualTo(2);
        assertThat(readings.totals().meanTemperature()).isEqualByComparingTo("35.25");
    }

    @Test
    void sumToZeroWithoutReadings() {
        assertThat(readings.totals().readings()).isZero();
        assertThat(readings.totals().kwh()).isZero();
        assertThat(readings.totals().meanTemperature()).isNull();
    }
}
