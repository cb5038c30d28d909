package io.wattline.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadDecoderTest {

    private static final Instant NOW = Instant.parse("2026-11-20T15:00:00Z");
    private static final String TIMESTAMP = "\"timestamp\":\"2026-11-20T14:59:00Z\"";

    private final PayloadDecoder decoder = new PayloadDecoder(new TelemetryTopic(""), AcceptedWindow.DEFAULT);

    private Decoded meter(String json) {
        return decoder.decode("meters/M1/telemetry", json.getBytes(UTF_8), NOW);
    }

    private RejectReason reasonOf(String json) {
        return meter(json).rejections().getFirst().reason();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1,"a":+}                | DUPLICATE_KEY
            {"a":+,"a":1}                | BAD_JSON
            {"a":1,+}                    | BAD_JSON
            {"a":1,"a":[[[[[[[[1]]]]]]]] | DUPLICATE_KEY
            {"a":[[[[[[[[1]]]]]]]],"a":1 | TOO_DEEP
            [[[[[[[[[1,"a":2             | TOO_DEEP
            {"x":{"a":1,"a":2}}          | DUPLICATE_KEY
            {} {}                        | BAD_JSON
            {}x                          | BAD_JSON
            1 2                          | BAD_JSON
            null                         | WRONG_ROOT
            true                         | WRONG_ROOT
            [                            | BAD_JSON
            {"a":"\\ud800","a":2}        | BAD_ENCODING
            {'a':'\\ud800'}              | BAD_JSON
            {"a":"\\ud800\\uZZZZ"}       | BAD_ENCODING
            {"a":"\\\\ud800"}            | MISSING_FIELD
            {"a":"\\"\\ud800"}           | BAD_ENCODING
            """)
    void takesTheFirstStructureFaultInTheText(String json, RejectReason expected) {
        assertThat(reasonOf(json)).isEqualTo(expected);
    }

    @Test
    void recognisesTheParsersMessageForADuplicateKey() {
        assertThat(reasonOf("{\"a\":1,\"a\":1}")).isEqualTo(RejectReason.DUPLICATE_KEY);
    }

    @Test
    void ignoresUnknownNamesOfAnyLength() {
        String name = "n".repeat(60_000);
        assertThat(reasonOf("{\"" + name + "\":1}")).isEqualTo(RejectReason.MISSING_FIELD);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 1_200, 60_000})
    void limitsNumbersByTheirWholeToken(int length) {
        String json = "{\"x\":" + "1".repeat(length) + "}";
        assertThat(reasonOf(json)).isEqualTo(length <= 100 ? RejectReason.MISSING_FIELD : RejectReason.BAD_JSON);
    }

    @Test
    void exponentAndSignCountTowardsTheLengthOfANumber() {
        assertThat(reasonOf("{\"x\":-" + "1".repeat(97) + "e10}")).isEqualTo(RejectReason.BAD_JSON);
        assertThat(reasonOf("{\"x\":-" + "1".repeat(97) + "e1}")).isEqualTo(RejectReason.MISSING_FIELD);
    }

    @Test
    void acceptsEveryBoundaryValue() {
        Decoded decoded = decoder.decode(
                "vehicles/V1/telemetry",
                ("{\"kwhDeliveredDc\":1000,\"soc\":1.0e2,\"batteryTemp\":-60.0," + TIMESTAMP + "}").getBytes(UTF_8),
                NOW);
        assertThat(decoded.readings())
                .containsExactly(new VehicleReading(
                        "V1",
                        Instant.parse("2026-11-20T14:59:00Z"),
                        new java.math.BigDecimal("1000.000000"),
                        100f,
                        -60f));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T15:05:00Z,",
        "2026-11-20T15:05:00.000000001Z,TS_FUTURE",
        "2026-10-21T15:00:00Z,",
        "2026-10-21T14:59:59.999999999Z,TS_PAST"
    })
    void bothEndsOfTheAcceptedWindowAreInclusive(String timestamp, RejectReason expected) {
        Decoded decoded = meter("{\"kwhConsumedAc\":1,\"voltage\":230,\"timestamp\":\"" + timestamp + "\"}");
        if (expected == null) {
            assertThat(decoded.readings()).hasSize(1);
        } else {
            assertThat(decoded.rejections().getFirst().reason()).isEqualTo(expected);
        }
    }

    @Test
    void truncatesTimestampsToMicroseconds() {
        Decoded decoded = meter("{\"kwhConsumedAc\":1,\"voltage\":230,\"timestamp\":\"2026-11-20T14:59:59.9999999Z\"}");
        assertThat(decoded.readings().getFirst().measuredAt()).isEqualTo(Instant.parse("2026-11-20T14:59:59.999999Z"));
    }

    @Test
    void aRejectedElementCarriesItsOwnBytesAndPosition() {
        String good = "{\"kwhConsumedAc\":1,\"voltage\":230," + TIMESTAMP + "}";
        Decoded decoded = meter("[ " + good + " , {\"kwhConsumedAc\":-1} ,\"é\", 17 , null," + good + "]");

        assertThat(decoded.readings()).hasSize(2);
        assertThat(decoded.rejections())
                .extracting(r -> r.index() + ":" + r.reason().code() + ":" + new String(r.payload(), UTF_8))
                .containsExactly(
                        "1:missing_field:{\"kwhConsumedAc\":-1}",
                        "2:wrong_type:\"é\"",
                        "3:wrong_type:17",
                        "4:wrong_type:null");
        assertThat(decoded.indexOfReading(0)).isZero();
        assertThat(decoded.indexOfReading(1)).isEqualTo(5);
    }

    @Test
    void aRefusedMessageKeepsAtMostTheLimitOfItsBytes() {
        byte[] payload = new byte[WireFormat.MAX_PAYLOAD_BYTES + 9];
        Rejection rejection =
                decoder.decode("meters/M1/telemetry", payload, NOW).rejections().getFirst();
        assertThat(rejection.payload()).hasSize(WireFormat.MAX_PAYLOAD_BYTES);
        assertThat(rejection.index()).isNull();
    }

    @Test
    void accepts500ElementsAndRefuses501() {
        String reading = "{\"kwhConsumedAc\":1,\"voltage\":230," + TIMESTAMP + "}";
        String five = IntStream.range(0, 500).mapToObj(i -> reading).collect(Collectors.joining(",", "[", "]"));
        assertThat(meter(five).readings()).hasSize(500);
        assertThat(reasonOf("[" + "{},".repeat(500) + "{}]")).isEqualTo(RejectReason.BATCH_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"meterId":"M1","kwhConsumedAc":1,"voltage":230,"timestamp":"2026-11-20T14:59:00Z"}                  |
            {"vehicleId":"V1","kwhDeliveredDc":1,"timestamp":"2026-11-20T14:59:00Z"}                             |
            {"meterId":"M1","vehicleId":"V1","kwhConsumedAc":1,"voltage":230,"timestamp":"2026-11-20T14:59:00Z"} | MISSING_FIELD
            {"kwhConsumedAc":1,"voltage":230,"timestamp":"2026-11-20T14:59:00Z"}                                 | MISSING_FIELD
            {"meterId":null,"kwhConsumedAc":1,"voltage":230,"timestamp":"2026-11-20T14:59:00Z"}                  | MISSING_FIELD
            {"meterId":"M 1","kwhConsumedAc":1,"voltage":230,"timestamp":"2026-11-20T14:59:00Z"}                 | BAD_ID
            {"meterId":7,"kwhConsumedAc":1,"voltage":230,"timestamp":"2026-11-20T14:59:00Z"}                     | WRONG_TYPE
            """)
    void derivesTheKindFromTheIdFieldWithoutATopic(String json, RejectReason expected) {
        Decoded decoded = decoder.decode(new Sender.InPayload(null), json.getBytes(UTF_8), NOW);
        if (expected == null) {
            assertThat(decoded.readings()).hasSize(1);
        } else {
            assertThat(decoded.rejections().getFirst().reason()).isEqualTo(expected);
        }
    }

    @Test
    void aRequiredKindIgnoresTheOtherIdField() {
        var meters = new Sender.InPayload(DeviceKind.METER);
        String json = "{\"meterId\":\"M1\",\"vehicleId\":5,\"kwhConsumedAc\":1,\"voltage\":230," + TIMESTAMP + "}";
        assertThat(decoder.decode(meters, json.getBytes(UTF_8), NOW).readings()).hasSize(1);
        String vehicle = "{\"vehicleId\":\"V1\",\"kwhDeliveredDc\":1," + TIMESTAMP + "}";
        assertThat(decoder.decode(meters, vehicle.getBytes(UTF_8), NOW)
                        .rejections()
                        .getFirst()
                        .reason())
                .isEqualTo(RejectReason.MISSING_FIELD);
    }
}
