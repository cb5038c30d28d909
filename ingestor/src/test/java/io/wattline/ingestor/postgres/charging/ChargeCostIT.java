package io.wattline.ingestor.postgres.charging;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What an hour of 10,000 vehicles costs: a fifth of them end a charge of four hours in it, the others rest.
@Tag("nightly")
class ChargeCostIT {

    private static final int VEHICLES = 10_000;
    private static final int CHARGING = 2_000;
    private static final int EARLIER_CHARGES = 100;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(3));

    @Test
    @SuppressWarnings("SystemOut")
    void anHourOfTenThousandVehiclesTakesLessThanTwentySeconds() throws SQLException {
        try (ChargeFixture fixture = new ChargeFixture(start)) {
            Instant hour = fixture.hour(48);
            fill(fixture, hour);
            // Warm: the first round of a process compiles.
            fixture.execute("UPDATE charge_state SET made_before = '%s'".formatted(hour.minus(Duration.ofHours(1))));
            fixture.execute(
                    "UPDATE rollup_state SET (closed_before, summed_before) = ('%1$s', '%1$s')".formatted(hour));
            fixture.round(fixture.job(hour));

            Instant next = hour.plus(Duration.ofHours(1));
            fixture.execute(
                    "UPDATE rollup_state SET (closed_before, summed_before) = ('%1$s', '%1$s')".formatted(next));
            long began = System.nanoTime();
            fixture.round(fixture.job(next));
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            System.out.printf("an hour of %d vehicles, %d charges: %d ms%n", VEHICLES, CHARGING, took.toMillis());
            assertThat(fixture.rows("SELECT count(*) FROM charge WHERE started_at > '%s'".formatted(start)))
                    .containsExactly(String.valueOf(CHARGING));
            assertThat(took).isLessThan(LIMIT);
        }
    }

    private static void fill(ChargeFixture fixture, Instant hour) throws SQLException {
        String charging =
                "SELECT v, t FROM generate_series(1, %d) AS v, generate_series('%s'::timestamptz, '%s', '1 minute') AS t"
                        .formatted(CHARGING, hour.minus(Duration.ofMinutes(230)), hour.plus(Duration.ofMinutes(9)));
        fixture.execute("""
                INSERT INTO vehicle_meter (vehicle_id, meter_id) SELECT 'V' || v, 'M' || v FROM generate_series(1, %d) AS v;
                DELETE FROM charge_dirty;
                INSERT INTO meter_history (meter_id, ts, kwh, voltage) SELECT 'M' || v, t, 0.12, 230 + v %% 3 FROM (%s) AS minute;
                INSERT INTO vehicle_history (vehicle_id, ts, kwh) SELECT 'V' || v, t, 0.105 FROM (%2$s) AS minute;
                """.formatted(VEHICLES, charging));
        fixture.execute(
                """
                INSERT INTO meter_hourly (meter_id, hour, kwh, readings, readings_with_energy, voltage_sum, voltage_count, voltage_min, voltage_max)
                SELECT 'M' || v, h, CASE WHEN v <= %d AND h >= '%s' THEN CASE WHEN h >= '%s' THEN 1.2 ELSE 7 END ELSE 0 END,
                  60, 60, 60 * 230, 60, 228, 232
                FROM generate_series(1, %d) AS v, generate_series('%s'::timestamptz, '%s', '1 hour') AS h
                """.formatted(CHARGING, hour.minus(Duration.ofHours(4)), hour, VEHICLES, fixture.hour(0), hour));
        fixture.execute("""
                INSERT INTO vehicle_hourly (vehicle_id, hour, kwh, readings, readings_with_energy, battery_temp_sum, battery_temp_count)
                SELECT 'V' || substr(meter_id, 2), hour, kwh * 0.88, readings, readings_with_energy, 0, 0 FROM meter_hourly
                """);
        fixture.execute("""
                INSERT INTO charge (vehicle_id, meter_id, started_at, ended_at, known_at, kind, kwh_ac, kwh_dc, matched_ac,
                  matched_dc, coverage, cuts, ac_step, dc_step, hours_on, peak_kw, overlap)
                SELECT 'V' || v, 'M' || v, at, at + interval '4 hours', at + interval '5 hours', 'judged',
                  28, 24.6, 28, 24.6, 1, 0, 0.001, 0.001, 4, 7, 0.97
                FROM generate_series(1, %d) AS v,
                  generate_series('%s'::timestamptz, '%s', '1 day') AS at
                """.formatted(VEHICLES, fixture.hour(-24 * EARLIER_CHARGES), fixture.hour(-24)));
        fixture.execute("ANALYZE");
    }
}
