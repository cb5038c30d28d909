package io.wattline.sim.plot;

import static io.wattline.sim.plot.Samples.number;
import static io.wattline.sim.plot.Samples.secondsSince;
import static io.wattline.sim.plot.Samples.time;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.wattline.sim.fleet.ModelCurves;
import io.wattline.sim.plot.Panel.Corner;
import io.wattline.sim.plot.Series.Point;
import io.wattline.sim.plot.Series.Style;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What was measured, and what the models say to it.
record RealCurves(Samples samples) {

    private static final String MEASURED = "#777777";
    private static final String[] COLOURS = {"#1f5fa8", "#c0392b", "#2e8b57", "#d08000", "#7d3c98"};

    /// The two days of a real meter, in quarter hours.
    Panel meter() throws IOException {
        Map<String, double[]> days = new TreeMap<>();
        for (NamedCsvRecord minute : samples.rows("meter_real_two_days.csv")) {
            var at = time(minute).atOffset(ZoneOffset.UTC);
            double[] quarters = days.computeIfAbsent(at.toLocalDate().toString(), _ -> new double[96]);
            quarters[(at.getHour() * 60 + at.getMinute()) / 15] += 4 * number(minute, "kwh_consumed_ac");
        }
        List<Series> series = new ArrayList<>();
        days.forEach((day, quarters) -> {
            List<Point> points = IntStream.range(0, quarters.length)
                    .mapToObj(quarter -> new Point((quarter + 0.5) / 4, quarters[quarter]))
                    .toList();
            series.add(new Series(day, COLOURS[series.size() % COLOURS.length], Style.LINE, points));
        });
        return new Panel(
                "Real: a house's meter",
                new Axis("hour of the day, UTC", 0, 24, 4),
                new Axis("kW", 0, 8, 2),
                Corner.TOP_RIGHT,
                series);
    }

    /// Battery temperature over a real charge, measured and modelled.
    Panel warming() throws IOException {
        List<NamedCsvRecord> minutes = samples.rows("vehicle_real.csv");
        NamedCsvRecord first = minutes.getFirst();
        List<Point> measured = new ArrayList<>();
        List<Point> modelled = new ArrayList<>();
        for (NamedCsvRecord minute : minutes) {
            double seconds = secondsSince(first, minute);
            if (seconds < 4 * 3600) {
                measured.add(new Point(seconds / 3600, number(minute, "battery_temp")));
                modelled.add(new Point(
                        seconds / 3600, number(first, "battery_temp") + ModelCurves.warming(7.6, 47.6, seconds)));
            }
        }
        return new Panel(
                "Battery at 7.6 kW: real (BAIC EU500) and modelled",
                new Axis("hours since plug-in", 0, 4, 1),
                new Axis("°C", 30, 40, 2),
                Corner.BOTTOM_RIGHT,
                List.of(
                        new Series("measured, whole degrees", MEASURED, Style.DOTS, measured),
                        new Series("modelled", COLOURS[1], Style.LINE, modelled)));
    }

    /// Efficiency over AC power, measured and modelled, for every car.
    Panel efficiency() throws IOException {
        List<NamedCsvRecord> points = samples.rows("charger_efficiency_real.csv");
        List<Series> series = new ArrayList<>();
        List<String> cars = ModelCurves.cars();
        for (int i = 0; i < cars.size(); i++) {
            String car = cars.get(i);
            List<Point> measured = points.stream()
                    .filter(point ->
                            point.getField("vehicle").toUpperCase(Locale.ROOT).equals(car))
                    .map(point -> new Point(number(point, "p_ac_w") / 1000, 100 * number(point, "efficiency")))
                    .filter(point -> point.x() >= 1 && point.y() >= 50)
                    .toList();
            double highest = measured.stream().mapToDouble(Point::x).max().orElse(11);
            List<Point> modelled = IntStream.rangeClosed(15, (int) (highest * 10))
                    .mapToObj(tenth -> new Point(tenth / 10.0, 100 * ModelCurves.efficiency(car, tenth / 10.0)))
                    .toList();
            series.add(new Series("", COLOURS[i], Style.DOTS, measured));
            series.add(new Series(car, COLOURS[i], Style.LINE, modelled));
        }
        return new Panel(
                "AC to DC efficiency of five cars: measured (dots) and modelled",
                new Axis("AC power, kW", 0, 18, 2),
                new Axis("%", 50, 100, 10),
                Corner.BOTTOM_RIGHT,
                series);
    }

    /// Energy on both sides of a real charge, and what the nearest model makes of the same AC side.
    Panel session() throws IOException {
        List<NamedCsvRecord> minutes = samples.rows("pair_acdc_real.csv");
        List<Point> ac = new ArrayList<>();
        List<Point> dc = new ArrayList<>();
        List<Point> modelled = new ArrayList<>();
        double acSum = 0;
        double dcSum = 0;
        double modelSum = 0;
        double before = 0;
        for (NamedCsvRecord minute : minutes) {
            double seconds = secondsSince(minutes.getFirst(), minute);
            double acKwh = number(minute, "kwh_consumed_ac");
            acSum += acKwh;
            dcSum += number(minute, "kwh_delivered_dc");
            if (acKwh > 0) {
                double acKw = acKwh * 3600 / (seconds - before);
                modelSum += acKwh * ModelCurves.efficiency("RENAULT_ZOE_R90", acKw);
            }
            before = seconds;
            ac.add(new Point(seconds / 60, acSum));
            dc.add(new Point(seconds / 60, dcSum));
            modelled.add(new Point(seconds / 60, modelSum));
        }
        return new Panel(
                "Real: both sides of one charge (Tesla), energy so far",
                new Axis("minutes", 0, 80, 20),
                new Axis("kWh", 0, 12, 2),
                Corner.BOTTOM_RIGHT,
                List.of(
                        new Series("AC measured", COLOURS[0], Style.LINE, ac),
                        new Series("DC measured", COLOURS[1], Style.LINE, dc),
                        new Series("DC modelled (Zoe R90)", MEASURED, Style.LINE, modelled)));
    }
}
