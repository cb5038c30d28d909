package io.wattline.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.VehicleReading;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
            ledger.record(
                    List.of(
                            new MeterReading("M1", at, new BigDecimal("0.000001"), 230.5f),
                            new VehicleReading("V1", at, new BigDecimal("1.000000"), null, -3.5f)),
                    Outcome.OK);
            ledger.record(
                    List.of(new VehicleReading("V1", at, new BigDecimal("0.000000"), 80f, null)), Outcome.UNKNOWN);
        }
        assertThat(file).hasContent("""
                kind,device_id,timestamp,outcome,kwh,voltage,soc,battery_temp
                meter,M1,2026-11-20T15:00:00.000001Z,OK,0.000001,230.5,,
                vehicle,V1,2026-11-20T15:00:00.000001Z,OK,1.000000,,,-3.5
                vehicle,V1,2026-11-20T15:00:00.000001Z,UNKNOWN,0.000000,,80.0,
                """);
        assertThat(Files.size(file)).isPositive();
    }
}
