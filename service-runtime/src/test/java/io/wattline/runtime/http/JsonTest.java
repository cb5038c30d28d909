package io.wattline.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private record Sample(BigDecimal energyAc, Instant measuredAt, Duration age, Float soc, String none) {}

    private static String written(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void writesRecordsInOrderWithNulls() {
        Sample sample = new Sample(
                new BigDecimal("46.200000"),
                Instant.parse("2026-11-20T10:00:00.123456Z"),
                Duration.ofSeconds(90),
                55.3f,
                null);
        assertThat(written(sample))
                .isEqualTo("{\"energyAc\":46.2,\"measuredAt\":\"2026-11-20T10:00:00.123456Z\",\"age\":\"PT1M30S\","
                        + "\"soc\":55.3,\"none\":null}");
    }

    @Test
    void writesDecimalsPlain() {
        assertThat(written(new BigDecimal("0.000000"))).isEqualTo("0");
        assertThat(written(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(written(new BigDecimal("0.000001"))).isEqualTo("0.000001");
        assertThat(written(new BigDecimal("-100"))).isEqualTo("-100");
    }

    @Test
    void readsObjects() {
        assertThat(Json.readObject(utf8(" {\"a\": 1} ")).path("a").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\":1,\"a\":2}", "{} {}", "{}x", "[]", "null", "{\"a\":NaN}", "{'a':1}"})
    void refusesOtherJson(String text) {
        assertThatThrownBy(() -> Json.readObject(utf8(text))).hasMessageStartingWith("400 ");
    }

    @Test
    void refusesWhatIsNotUtf8OrTooDeep() {
        assertThatThrownBy(() -> Json.read(new byte[] {'"', (byte) 0xff, '"'})).hasMessageStartingWith("400 ");
        assertThatThrownBy(() -> Json.read("{\"a\":1}".getBytes(StandardCharsets.UTF_16)))
                .hasMessageStartingWith("400 ");
        assertThatThrownBy(() -> Json.read(utf8("[".repeat(17) + "]".repeat(17))))
                .hasMessageStartingWith("400 ");
    }
}
