package io.wattline.sim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.sim.workload.Message;
import io.wattline.sim.workload.MessageSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayWorkloadTest {

    private static final Instant NOW = Instant.parse("2026-11-20T15:00:00.1234567Z");

    @TempDir
    private Path folder;

    @Test
    void findsColumnsByNameAndMakesTwoReadingsOfAPairedLine() throws IOException {
        Path file = file("a.csv", """
                vehicle_id,ignored,voltage,kwh_consumed_ac,meter_id,timestamp,kwh_delivered_dc,soc,battery_temp
                V1,x,239,0.1083635,M1,2016-06-26T23:05:31Z,0.11,57,
                """);
        assertThat(payloads(new ReplaySettings(List.of(file), null, Speed.MAX)))
                .containsExactly(
                        "{\"meterId\":\"M1\",\"kwhConsumedAc\":0.108364,\"voltage\":239.0,"
                                + "\"timestamp\":\"2026-11-20T15:00:00.123456Z\"}",
                        "{\"vehicleId\":\"V1\",\"kwhDeliveredDc\":0.110000,\"soc\":57.0,"
                                + "\"timestamp\":\"2026-11-20T15:00:00.123456Z\"}");
    }

    @Test
    void mergesSeveralFilesByTimeAndMovesTheNewestLineOfAllToTheEnd() throws IOException {
        Path meter = file("m.csv", """
                timestamp,meter_id,kwh_consumed_ac,voltage
                2016-06-26T23:00:00Z,M1,1,230
                2016-06-26T23:02:00Z,M1,3,230
                """);
        // A byte order mark and an offset, as some programs write them.
        Path vehicle = file("v.csv", """
                \uFEFFtimestamp,vehicle_id,kwh_delivered_dc
                2016-06-27T01:03:00+02:00,V1,4
                2016-06-27T01:01:00+02:00,V1,2
                """);
        Instant end = Instant.parse("2026-11-20T10:00:00Z");
        List<Message> messages = all(new ReplaySettings(List.of(meter, vehicle), end, new Speed(60)));
        assertThat(messages)
                .extracting(
                        message -> message.entries().getFirst().reading().kwh().intValueExact())
                .containsExactly(1, 2, 3, 4);
        assertThat(messages)
                .extracting(message ->
                        message.entries().getFirst().reading().measuredAt().toString())
                .containsExactly(
                        "2026-11-20T09:57:00Z", "2026-11-20T09:58:00Z", "2026-11-20T09:59:00Z", "2026-11-20T10:00:00Z");
        assertThat(messages)
                .extracting(Message::dueNanos)
                .containsExactly(
                        0L, TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(2), TimeUnit.SECONDS.toNanos(3));
    }

    @Test
    void acceptsALineWithOnlyOneOfTheTwoParts() throws IOException {
        Path file = file("a.csv", """
                timestamp,meter_id,vehicle_id,kwh_consumed_ac,voltage,kwh_delivered_dc
                2016-06-26T23:00:00Z,M1,,1,230,
                2016-06-26T23:01:00Z,,V1,,,2
                """);
        ReplayWorkload workload = ReplayWorkload.read(new ReplaySettings(List.of(file), null, Speed.MAX));
        assertThat(workload.devices()).extracting(Object::toString).hasSize(2);
        assertThat(all(new ReplaySettings(List.of(file), null, Speed.MAX)))
                .extracting(Message::device)
                .containsExactly(0, 1);
    }

    @Test
    void namesFileLineAndColumnOfAnError() throws IOException {
        String header = "timestamp,meter_id,kwh_consumed_ac,voltage\n2016-06-26T23:00:00Z,M1,1,230\n";
        assertFault(header + "2016-06-26 23:00,M1,1,230\n", "a.csv: line 3: column timestamp: not a time");
        assertFault(header + "2016-06-26T23:00:00Z,-M1,1,230\n", "line 3: column meter_id: not a device id");
        assertFault(header + "2016-06-26T23:00:00Z,M1,x,230\n", "line 3: column kwh_consumed_ac: not a number");
        assertFault(header + "2016-06-26T23:00:00Z,M1,1001,230\n", "kwh_consumed_ac: not a number from 0 to 1000");
        assertFault(header + "2016-06-26T23:00:00Z,M1,1e-999999999,230\n", "column kwh_consumed_ac");
        assertFault(header + "2016-06-26T23:00:00Z,M1,1,\n", "line 3: column voltage: no value");
        assertFault(header + "2016-06-26T23:00:00Z,M1\n", "line 3: 2 cells where the header has 4");
        assertFault(header + "2016-06-26T23:00:00Z,M1,,\n", "line 3: neither");
        assertFault("timestamp,voltage\n", "line 1: no column kwh_consumed_ac");
        assertFault("time,meter_id,kwh_consumed_ac,voltage\n", "line 1: no column timestamp");
        assertFault("timestamp,kwh_delivered_dc\n", "line 1: no column vehicle_id");
        assertFault("timestamp,meter_id,kwh_consumed_ac,voltage\n", "no line after the header");
        assertFault("", "empty");
        assertThatFault(() -> read(folder.resolve("missing.csv")), "missing.csv: no such file");
        assertThatFault(() -> read(folder), "cannot be read");
    }

    @Test
    void readsSpeeds() {
        assertThat(Speed.parse("max")).isEqualTo(Speed.MAX);
        assertThat(Speed.parse("realtime").factor()).isEqualTo(1);
        assertThat(Speed.parse("60x").factor()).isEqualTo(60);
        assertThat(Speed.parse("0.5x").factor()).isEqualTo(0.5);
        for (String wrong : List.of("fast", "60", "-1x", "0x", "NaNx", "9999999x", "")) {
            assertThatThrownBy(() -> Speed.parse(wrong)).as(wrong).hasMessageContaining("realtime");
        }
    }

    private void assertFault(String content, String message) throws IOException {
        Path file = file("a.csv", content);
        assertThatFault(() -> read(file), message);
    }

    private static void assertThatFault(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(CsvFault.class).hasMessageContaining(message);
    }

    private static void read(Path file) {
        ReplayWorkload.read(new ReplaySettings(List.of(file), null, Speed.MAX));
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static List<String> payloads(ReplaySettings settings) {
        return all(settings).stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<Message> all(ReplaySettings settings) {
        MessageSource source = ReplayWorkload.read(settings).begin(NOW);
        List<Message> messages = new ArrayList<>();
        for (Message message = source.next(); message != null; message = source.next()) {
            messages.add(message);
        }
        return messages;
    }
}
