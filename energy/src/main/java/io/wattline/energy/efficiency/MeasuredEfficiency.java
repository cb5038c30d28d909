package io.wattline.energy.efficiency;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The curve of healthy cars, from 180 measured points of six cars: `charger-efficiency-medians.csv` says how.
public final class MeasuredEfficiency {

    private static final String RESOURCE = "charger-efficiency-medians.csv";

    // Least squares over the same 180 points; a test fits them again. They tell how the curve goes on below 2 kW and
    // above
    // 14.7 kW, where nothing, or one car alone, was measured.
    private static final EfficiencyCurve.Losses LOSSES = new EfficiencyCurve.Losses(0.3849, 0.0292, 0.00274);

    private MeasuredEfficiency() {}

    /// Reads the curve from the class path.
    public static EfficiencyCurve curve() {
        try (InputStream in = MeasuredEfficiency.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<EfficiencyCurve.Point> points = text.lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("p_ac_w"))
                    .map(MeasuredEfficiency::point)
                    .toList();
            return new EfficiencyCurve(points, LOSSES);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }

    private static EfficiencyCurve.Point point(String line) {
        int comma = line.indexOf(',');
        return new EfficiencyCurve.Point(
                Double.parseDouble(line.substring(0, comma)), Double.parseDouble(line.substring(comma + 1)));
    }
}
