package io.wattline.sim.report;

import io.wattline.sim.workload.Entry;
import io.wattline.sim.workload.Fault;
import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.Field;
import io.wattline.telemetry.Reading;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The PUBACK result of every reading, as CSV. A database can be compared with it.
///
/// One line per reading once its result is final, in the order of the results, with the columns
/// `kind,device_id,timestamp,outcome,kwh,voltage,soc,battery_temp,faults,expected`: `meter` or `vehicle`, an
/// RFC 3339 UTC instant, an [PubackResult], the values as they were sent, blank where absent, the faults it was
/// given joined by `+` ([io.wattline.sim.workload.Fault]), and what an ingestor with default limits must make
/// of it if the result is OK: `accepted`, `duplicate`, or a reject reason. A malformed reading stands with the
/// values that it should have had; a second copy has a line of its own. Safe for all threads.
public final class Ledger implements AutoCloseable {

    private static final List<Field> MEASUREMENTS = Arrays.stream(DeviceKind.values())
            .flatMap(kind -> Field.measurementsOf(kind).stream())
            .toList();
    private static final String HEADER = "kind,device_id,timestamp,outcome,kwh,"
            + MEASUREMENTS.stream().map(Field::csvName).collect(Collectors.joining(","))
            + ",faults,expected\n";

    private final BufferedWriter out;

    /// Creates the file, or empties it.
    public Ledger(Path file) throws IOException {
        out = Files.newBufferedWriter(file);
        out.write(HEADER);
    }

    /// Writes a line a reading.
    ///
    /// @throws UncheckedIOException if the file cannot be written
    public void record(Iterable<Entry> entries, PubackResult result) {
        StringBuilder lines = new StringBuilder(128);
        for (Entry entry : entries) {
            append(lines, entry, result);
        }
        try {
            synchronized (this) {
                out.append(lines);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger cannot be written", e);
        }
    }

    private static void append(StringBuilder line, Entry entry, PubackResult result) {
        Reading reading = entry.reading();
        line.append(reading.kind().name().toLowerCase(Locale.ROOT)).append(',');
        line.append(reading.deviceId()).append(',');
        line.append(reading.measuredAt()).append(',');
        line.append(result).append(',');
        line.append(reading.kwh().toPlainString()).append(',');
        for (Field measurement : MEASUREMENTS) {
            @Nullable Float value = reading.value(measurement);
            line.append(value == null ? "" : value.toString()).append(',');
        }
        String separator = "";
        for (Fault fault : entry.faults()) {
            line.append(separator).append(fault.code());
            separator = "+";
        }
        line.append(',').append(entry.expected()).append('\n');
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
