package io.wattline.sim.plot;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The repository's `samples/` folder.
record Samples(Path folder) {

    /// Room for the samples of the repository, many times over.
    private static final int MAX_ROWS = 100_000;

    List<NamedCsvRecord> rows(String name) throws IOException {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(folder.resolve(name))) {
            List<NamedCsvRecord> rows = csv.stream().limit(MAX_ROWS).toList();
            if (rows.isEmpty()) {
                throw new IOException(folder.resolve(name) + ": no rows");
            }
            return rows;
        }
    }

    static double number(NamedCsvRecord row, String column) {
        return Double.parseDouble(row.getField(column));
    }

    static double secondsSince(NamedCsvRecord first, NamedCsvRecord row) {
        return Duration.between(time(first), time(row)).toMillis() / 1000.0;
    }

    static Instant time(NamedCsvRecord row) {
        return Instant.parse(row.getField("timestamp"));
    }
}
