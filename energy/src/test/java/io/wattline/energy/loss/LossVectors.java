package io.wattline.energy.loss;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The vectors of the prototype; `README.md` beside them says what they are.
final class LossVectors {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /// An alarm of the prototype.
    record Alarm(
            int vehicle,
            Instant raisedAt,
            @Nullable Instant clearedAt,
            Instant onsetAt,
            int charges,
            double[] sizeSdLostEvidence) {}

    private LossVectors() {}

    /// The judged charges of each vehicle in the order of time.
    static Map<Integer, List<JudgedCharge>> charges() {
        return lines("vector-charges.csv.gz").stream()
                .filter(cells -> cells[3].equals("judged"))
                .collect(Collectors.groupingBy(
                        cells -> Integer.valueOf(cells[0]),
                        TreeMap::new,
                        Collectors.mapping(LossVectors::charge, Collectors.toList())));
    }

    private static JudgedCharge charge(String[] cells) {
        @Nullable Double temperature = cells[7].equals("nan") ? null : Double.valueOf(cells[7]);
        return new JudgedCharge(
                minute(cells[2]),
                minute(cells[1]),
                Double.parseDouble(cells[4]),
                Double.parseDouble(cells[5]),
                Double.parseDouble(cells[6]),
                new JudgedCharge.Conditions(temperature, Integer.parseInt(cells[8])));
    }

    static List<Alarm> alarms() {
        List<Alarm> alarms = new ArrayList<>();
        for (String[] cells : lines("vector-alarms.csv")) {
            alarms.add(new Alarm(
                    Integer.parseInt(cells[0]),
                    minute(cells[1]),
                    cells[2].isEmpty() ? null : minute(cells[2]),
                    minute(cells[3]),
                    Integer.parseInt(cells[4]),
                    new double[] {
                        Double.parseDouble(cells[5]),
                        Double.parseDouble(cells[6]),
                        Double.parseDouble(cells[7]),
                        Double.parseDouble(cells[8])
                    }));
        }
        return alarms;
    }

    private static Instant minute(String minutes) {
        return START.plus(Duration.ofMinutes(Long.parseLong(minutes)));
    }

    private static List<String[]> lines(String resource) {
        try (InputStream raw = LossVectors.class.getResourceAsStream(resource)) {
            if (raw == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            InputStream in = resource.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
