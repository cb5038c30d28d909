package io.wattline.sim.plot;

import io.wattline.sim.fleet.Fleet;
import io.wattline.sim.fleet.FleetSettings;
import io.wattline.sim.plot.Panel.Corner;
import io.wattline.sim.plot.Series.Point;
import io.wattline.sim.plot.Series.Style;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A day of a fleet, above the curves of real devices.
public final class FleetPicture {

    private static final int WIDTH = 1000;
    private static final int TOP_HEIGHT = 300;
    private static final int ROW_HEIGHT = 260;
    private static final int STEPS = 288;
    private static final long DAY_MICROS = 86_400_000_000L;

    private FleetPicture() {}

    /// An SVG document.
    ///
    /// @param samples the folder with the real data
    /// @throws IOException if a sample is missing or cannot be read
    public static String svg(FleetSettings settings, LocalDate day, Path samples) throws IOException {
        Svg svg = new Svg(WIDTH, TOP_HEIGHT + 2 * ROW_HEIGHT);
        svg.draw(day(settings, day), 0, 0, WIDTH, TOP_HEIGHT);
        RealCurves real = new RealCurves(new Samples(samples));
        int half = WIDTH / 2;
        svg.draw(real.meter(), 0, TOP_HEIGHT, half, ROW_HEIGHT);
        svg.draw(real.warming(), half, TOP_HEIGHT, half, ROW_HEIGHT);
        svg.draw(real.efficiency(), 0, TOP_HEIGHT + ROW_HEIGHT, half, ROW_HEIGHT);
        svg.draw(real.session(), half, TOP_HEIGHT + ROW_HEIGHT, half, ROW_HEIGHT);
        return svg.finish();
    }

    /// Power of the whole fleet, every five minutes.
    private static Panel day(FleetSettings settings, LocalDate day) {
        Fleet fleet = new Fleet(settings);
        List<Point> ac = new ArrayList<>();
        List<Point> dc = new ArrayList<>();
        double highest = 1;
        for (int step = 0; step <= STEPS; step++) {
            long at = day.toEpochDay() * DAY_MICROS + step * (DAY_MICROS / STEPS);
            double acKw = 0;
            double dcKw = 0;
            for (int pair = 0; pair < settings.pairs(); pair++) {
                acKw += fleet.acKw(pair, at);
                dcKw += fleet.dcKw(pair, at);
            }
            highest = Math.max(highest, acKw);
            ac.add(new Point(24.0 * step / STEPS, acKw));
            dc.add(new Point(24.0 * step / STEPS, dcKw));
        }
        double mark = StrictMath.pow(10, Math.floor(StrictMath.log10(highest)));
        return new Panel(
                String.format(Locale.ROOT, "Simulated: %,d vehicles on %s", settings.pairs(), day),
                new Axis("hour of the day, UTC", 0, 24, 2),
                new Axis("kW", 0, mark * Math.ceil(highest / mark), mark),
                Corner.TOP_RIGHT,
                List.of(
                        new Series("AC, from the grid", "#1f5fa8", Style.LINE, ac),
                        new Series("DC, into the batteries", "#c0392b", Style.LINE, dc)));
    }
}
