package io.wattline.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.sim.workload.Entry;
import io.wattline.sim.workload.Fault;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.RejectReason;
import io.wattline.telemetry.VehicleReading;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    @TempDir
    private Path folder;

    @Test
    void writesOneLinePerReadingAndLeavesAbsentValuesBlank() throws IOException {
        Path file = folder.resolve("ledger.csv");
        Instant at = Instant.parse("2026-11-20T15:00:00.000001Z");
        try (Ledger ledger = new Ledger(file)) {
            Entry sound = Entry.sound(new MeterReading("M1", at, new BigDecimal("0.000001"), 230.5f));
            Entry copy = Entry.sound(new VehicleReading("V1", at, new BigDecimal("1.000000"), null, -3.5f))
                    .with(Fault.OFFLINE)
                    .with(Fault.DUPLICATE);
            Reading empty = new VehicleReading("V1", at, new BigDecimal("0.000000"), 80f, null);
            ledger.record(List.of(sound, copy), PubackResult.OK);
            ledger.record(
                    List.of(new Entry(empty, Set.of(Fault.MALFORMED), RejectReason.BAD_JSON)), PubackResult.UNKNOWN);
        }
        List<Map<String, String>> lines = lines(file);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .containsAllEntriesOf(columns("kind=meter device_id=M1 timestamp=" + at
                        + " outcome=OK kwh=0.000001 voltage=230.5 soc= battery_temp= faults= expected=accepted"));
        assertThat(lines.get(1))
                .containsAllEntriesOf(columns("kind=vehicle device_id=V1 timestamp=" + at
                        + " outcome=OK kwh=1.000000 voltage= soc= battery_temp=-3.5 faults=offline+duplicate"
                        + " expected=duplicate"));
        assertThat(lines.get(2))
                .containsAllEntriesOf(columns("kind=vehicle device_id=V1 timestamp=" + at
                        + " outcome=UNKNOWN kwh=0.000000 voltage= soc=80.0 battery_temp= faults=malformed"
                        + " expected=bad_json"));
    }

    private static Map<String, String> columns(String text) {
        return Arrays.stream(text.split(" "))
                .map(column -> column.split("=", 2))
                .collect(Collectors.toMap(column -> column[0], column -> column[1]));
    }

    /// The lines by the names of the columns.
    private static List<Map<String, String>> lines(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String[] names = lines.getFirst().split(",");
        return lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(cells -> {
                    assertThat(cells).hasSameSizeAs(names);
                    return IntStream.range(0, names.length)
                            .boxed()
                            .collect(Collectors.toMap(i -> names[i], i -> cells[i]));
                })
                .toList();
    }
}
