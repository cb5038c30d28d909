package io.wattline.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The models beside what was measured on real cars and a real grid connection.
class RealDataTest {

    private static final Map<OnboardCharger, Double> RMS = Map.of(
            OnboardCharger.NISSAN_LEAF, 0.031,
            OnboardCharger.PEUGEOT_ION, 0.018,
            OnboardCharger.RENAULT_ZOE_R90, 0.016,
            OnboardCharger.VOLKSWAGEN_ID3, 0.006,
            OnboardCharger.VOLKSWAGEN_ID4, 0.007);

    @Test
    void chargersFollowTheMeasuredEfficiencies() throws IOException {
        List<NamedCsvRecord> points = sample("charger_efficiency_real.csv");
        for (OnboardCharger charger : OnboardCharger.values()) {
            double squares = 0;
            int number = 0;
            for (NamedCsvRecord point : points) {
                double acKw = Double.parseDouble(point.getField("p_ac_w")) / 1000;
                if (acKw >= 1
                        && point.getField("vehicle").toUpperCase(Locale.ROOT).equals(charger.name())) {
                    double error = charger.dcKw(acKw) / acKw - Double.parseDouble(point.getField("efficiency"));
                    squares += error * error;
                    number++;
                }
            }
            assertThat(number).as(charger.name()).isGreaterThan(8);
            assertThat(Math.sqrt(squares / number)).as(charger.name()).isLessThan(RMS.get(charger));
        }
    }

    @Test
    void ratedPowerLiesWithinTheMeasuredRange() throws IOException {
        List<NamedCsvRecord> points = sample("charger_efficiency_real.csv");
        for (OnboardCharger charger : OnboardCharger.values()) {
            double highest = points.stream()
                    .filter(point ->
                            point.getField("vehicle").toUpperCase(Locale.ROOT).equals(charger.name()))
                    .mapToDouble(point -> Double.parseDouble(point.getField("p_ac_w")) / 1000)
                    .max()
                    .orElseThrow();
            assertThat(charger.ratedAcKw()).as(charger.name()).isLessThanOrEqualTo(highest + 0.1);
        }
    }

    @Test
    void theRealSessionsEfficiencyLiesAmongThoseOfTheModel() throws IOException {
        double ac = 0;
        double dc = 0;
        double minutes = 0;
        for (NamedCsvRecord minute : sample("pair_acdc_real.csv")) {
            ac += Double.parseDouble(minute.getField("kwh_consumed_ac"));
            dc += Double.parseDouble(minute.getField("kwh_delivered_dc"));
            minutes += minute.getField("current_a").equals("0") ? 0 : 1;
        }
        double acKw = ac / minutes * 60;
        assertThat(acKw).isEqualTo(9.3, within(0.3));
        double[] modelled = Arrays.stream(OnboardCharger.values())
                .mapToDouble(charger -> charger.dcKw(acKw) / acKw)
                .sorted()
                .toArray();
        assertThat(dc / ac).isBetween(modelled[0], modelled[modelled.length - 1] + 0.01);
        assertThat(dc / ac).as("the best of them").isEqualTo(modelled[modelled.length - 1], within(0.01));
    }

    @Test
    void batteryWarmsLikeTheMeasuredOne() throws IOException {
        List<NamedCsvRecord> all = sample("vehicle_real.csv");
        Instant begin = Instant.parse(all.getFirst().getField("timestamp"));
        BatteryHeat heat = new BatteryHeat(0);
        // 47.6 kWh charged at 7.6 kW DC: the real car's, on any charger of ours that gives this power.
        VehicleProfile car = new VehicleProfile(OnboardCharger.VOLKSWAGEN_ID3, 47.6, 80, 94, 0, 27);
        double acKw = acKwFor(car.charger(), 7.6);
        ChargingSession charge = new ChargingSession(0, new PowerCurve(acKw, 20_000, 0, 0), car, 1, 15.2);
        double squares = 0;
        int number = 0;
        for (NamedCsvRecord minute : all) {
            Duration since = Duration.between(begin, Instant.parse(minute.getField("timestamp")));
            if (since.compareTo(Duration.ofHours(4)) < 0) {
                double modelled = 32 + heat.rise(charge, since.toMillis() * 1000);
                double error = modelled - Double.parseDouble(minute.getField("battery_temp"));
                squares += error * error;
                number++;
            }
        }
        assertThat(number).isGreaterThan(200);
        assertThat(Math.sqrt(squares / number)).isLessThan(0.5);
    }

    @Test
    void voltageSagsUnderLoadAsAtTheRealMeter() throws IOException {
        List<NamedCsvRecord> minutes = sample("meter_real_two_days.csv");
        double products = 0;
        double squares = 0;
        for (int i = 1; i < minutes.size(); i++) {
            double kw = 60 * (value(minutes, i, "kwh_consumed_ac") - value(minutes, i - 1, "kwh_consumed_ac"));
            if (Math.abs(kw) > 1) {
                products += kw * (value(minutes, i, "voltage") - value(minutes, i - 1, "voltage"));
                squares += kw * kw;
            }
        }
        assertThat(-products / squares).isEqualTo(GridVoltage.SAG_VOLTS_PER_PHASE_KW, within(0.25));
        GridVoltage grid = new GridVoltage(new Dice(1), 0, 0);
        assertThat(grid.volts(0, 0) - grid.volts(0, 2)).isEqualTo(2 * GridVoltage.SAG_VOLTS_PER_PHASE_KW, within(1e-9));
    }

    private static double acKwFor(OnboardCharger charger, double dcKw) {
        double acKw = dcKw;
        while (charger.dcKw(acKw) < dcKw) {
            acKw += 0.001;
        }
        return acKw;
    }

    private static double value(List<NamedCsvRecord> rows, int row, String column) {
        return Double.parseDouble(rows.get(row).getField(column));
    }

    private static List<NamedCsvRecord> sample(String name) throws IOException {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(Path.of("..", "samples", name))) {
            return new ArrayList<>(csv.stream().toList());
        }
    }
}
