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
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    @TempDir
    private Path folder;

    @Test
    void writesALineAReadingAndLeavesAbsentValuesBlank() throws IOException {
        Path file = folder.resolve("ledger.csv");
        Instant at = Instant.parse("2026-11-20T15:00:00.000001Z");
        try (Ledger ledger = new Ledger(file)) {
            Entry sound = Entry.sound(new MeterReading("M1", at, new BigDecimal("0.000001"), 230.5f));
            Entry copy = Entry.sound(new VehicleReading("V1", at, new BigDecimal("1.000000"), null, -3.5f))
                    .with(Fault.OFFLINE)
                    .with(Fault.DUPLICATE);
            Reading empty = new VehicleReading("V1", at, new BigDecimal("0.000000"), 80f, null);
            ledger.record(List.of(sound, copy), Outcome.OK);
            ledger.record(List.of(new Entry(empty, Set.of(Fault.MALFORMED), RejectReason.BAD_JSON)), Outcome.UNKNOWN);
        }
        assertThat(file).hasContent("""
                kind,device_id,timestamp,outcome,kwh,voltage,soc,battery_temp,faults,expected
                meter,M1,2026-11-20T15:00:00.000001Z,OK,0.000001,230.5,,,,accepted
                vehicle,V1,2026-11-20T15:00:00.000001Z,OK,1.000000,,,-3.5,offline+duplicate,duplicate
                vehicle,V1,2026-11-20T15:00:00.000001Z,UNKNOWN,0.000000,,80.0,,malformed,bad_json
                """);
    }
}
