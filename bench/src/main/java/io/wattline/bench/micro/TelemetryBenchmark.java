package io.wattline.bench.micro;

import io.wattline.telemetry.AcceptedWindow;
import io.wattline.telemetry.Decoded;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.PayloadDecoder;
import io.wattline.telemetry.PayloadEncoder;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.TelemetryTopic;
import io.wattline.telemetry.VehicleReading;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Payloads to readings and back.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class TelemetryBenchmark {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.123456Z");

    private final PayloadDecoder decoder =
            new PayloadDecoder(new TelemetryTopic(""), new AcceptedWindow(Duration.ofMinutes(5), Duration.ofDays(30)));
    private final Reading meter = new MeterReading("METER_00001", NOW, new BigDecimal("0.123456"), 230.5f);
    private final Reading vehicle = new VehicleReading("VEHICLE_00001", NOW, new BigDecimal("0.104321"), 55.5f, 31.5f);
    private final byte[] meterPayload = PayloadEncoder.encode(meter);
    private final byte[] vehiclePayload = PayloadEncoder.encode(vehicle);
    private final byte[] array = PayloadEncoder.encodeArray(readings(500));

    @Benchmark
    public Decoded decodeMeterReading() {
        return decoder.decode("meters/METER_00001/telemetry", meterPayload, NOW);
    }

    @Benchmark
    public Decoded decodeVehicleReading() {
        return decoder.decode("vehicles/VEHICLE_00001/telemetry", vehiclePayload, NOW);
    }

    @Benchmark
    public Decoded decodeArrayOf500() {
        return decoder.decode("meters/METER_00001/telemetry", array, NOW);
    }

    @Benchmark
    public byte[] encodeMeterReading() {
        return PayloadEncoder.encode(meter);
    }

    @Benchmark
    public byte[] encodeVehicleReading() {
        return PayloadEncoder.encode(vehicle);
    }

    private static List<Reading> readings(int number) {
        List<Reading> readings = new ArrayList<>();
        for (int n = 0; n < number; n++) {
            Instant at = NOW.minusSeconds(60L * n);
            readings.add(new MeterReading("METER_00001", at, new BigDecimal("0.123456"), 230.5f));
        }
        return readings;
    }
}
