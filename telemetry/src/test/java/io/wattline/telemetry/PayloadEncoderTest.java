package io.wattline.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PayloadEncoderTest {

    private static final Instant NOW = Instant.parse("2026-11-20T15:00:00Z");

    private final TelemetryTopic topic = new TelemetryTopic("devices/");
    private final PayloadDecoder decoder = new PayloadDecoder(topic, AcceptedWindow.DEFAULT);

    @Test
    void writesTheWireFormat() {
        var reading = new VehicleReading("V1", NOW, new BigDecimal("0.000001"), 64.5f, null);
        assertThat(new String(PayloadEncoder.encode(reading), UTF_8)).isEqualTo("""
                        {"vehicleId":"V1","kwhDeliveredDc":0.000001,"soc":64.5,"timestamp":"2026-11-20T15:00:00Z"}""");
    }

    @Test
    void whatIsEncodedDecodesEqual() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            Reading reading = randomReading(random);
            Decoded decoded =
                    decoder.decode(topic.name(reading.kind(), reading.deviceId()), PayloadEncoder.encode(reading), NOW);
            assertThat(decoded.readings()).as("seed %d", seed).containsExactly(reading);
        }
    }

    @Test
    void arraysDecodeEqualInOrder() {
        var readings = new ArrayList<Reading>();
        for (int i = 0; i < 500; i++) {
            readings.add(new MeterReading("M1", NOW.minusSeconds(i), new BigDecimal("0.120000"), 230.5f));
        }
        byte[] payload = PayloadEncoder.encodeArray(readings);
        assertThat(payload).hasSizeLessThan(WireFormat.MAX_PAYLOAD_BYTES);
        assertThat(decoder.decode(topic.name(DeviceKind.METER, "M1"), payload, NOW)
                        .readings())
                .isEqualTo(readings);
    }

    @Test
    void refusesArraysOutsideTheWireFormat() {
        assertThatThrownBy(() -> PayloadEncoder.encodeArray(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Reading randomReading(SplittableRandom random) {
        Instant at = NOW.minusNanos(random.nextLong(86_400_000_000L) * 1_000);
        BigDecimal kwh = BigDecimal.valueOf(random.nextLong(1_000_000_001L), Reading.KWH_SCALE);
        if (random.nextBoolean()) {
            return new MeterReading("M" + random.nextInt(100), at, kwh, (float) random.nextDouble(1000));
        }
        return new VehicleReading(
                "V" + random.nextInt(100),
                at,
                kwh,
                random.nextBoolean() ? (Float) (float) random.nextDouble(100) : null,
                random.nextBoolean() ? (Float) (float) random.nextDouble(-60, 150) : null);
    }
}
