package io.wattline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSxxx");

    private static Instant parse(String text) {
        char[] padded = ("##" + text + "##").toCharArray();
        return Rfc3339.parse(padded, 2, text.length());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T15:00:00Z,2026-11-20T15:00:00Z",
        "2026-11-20T15:00:00+01:30,2026-11-20T13:30:00Z",
        "2026-11-20T15:00:00-00:00,2026-11-20T15:00:00Z",
        "2026-11-20T00:00:00+23:59,2026-11-19T00:01:00Z",
        "2026-11-20T15:00:00.5Z,2026-11-20T15:00:00.500Z",
        "2026-11-20T15:00:00.1234567891234Z,2026-11-20T15:00:00.123456789Z",
        "2024-02-29T23:59:59Z,2024-02-29T23:59:59Z",
        "0000-01-01T00:00:00Z,0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00,0000-12-31T10:00:00Z",
        "1969-12-31T23:59:59.25Z,1969-12-31T23:59:59.250Z"
    })
    void readsEveryFormOfRfc3339(String text, Instant expected) {
        assertThat(parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-20",
                "2026-11-20T15:00:00",
                "2026-11-20T15:00Z",
                "2026-11-20t15:00:00Z",
                "2026-11-20T15:00:00z",
                "2026-11-20 15:00:00Z",
                "2026-11-20T24:00:00Z",
                "2026-11-20T15:60:00Z",
                "2026-11-20T15:00:60Z",
                "2026-11-20T15:00:00.Z",
                "2026-11-20T15:00:00,5Z",
                "2026-11-20T15:00:00+1:00",
                "2026-11-20T15:00:00+0100",
                "2026-11-20T15:00:00+24:00",
                "2026-11-20T15:00:00+01:60",
                "2026-11-20T15:00:00+01:00:00",
                "2026-11-20T15:00:00ZZ",
                "2026-11-20T15:00:00Z ",
                "2026-02-29T00:00:00Z",
                "2026-00-10T00:00:00Z",
                "2026-13-10T00:00:00Z",
                "2026-01-00T00:00:00Z",
                "2100-02-29T00:00:00Z",
                "+2026-11-20T15:00:00Z",
                "12026-11-20T15:00:00Z",
                "2026-11-20T-1:00:00Z",
                "2026-11-20T15:00:00.5",
                "٢٠٢٦-11-20T15:00:00Z",
                "2026/11/20T15:00:00Z",
                "now"
            })
    void refusesOtherJson(String text) {
        assertThat(parse(text)).isNull();
    }

    @Test
    void agreesWithTheJdkOnRandomTimes() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            OffsetDateTime time = Instant.ofEpochSecond(
                            random.nextLong(-60_000_000_000L, 250_000_000_000L), random.nextInt(1_000_000_000))
                    .atOffset(ZoneOffset.ofTotalSeconds(60 * random.nextInt(-1080, 1081)));
            if (time.getYear() < 0 || time.getYear() > 9999) {
                continue;
            }
            assertThat(parse(FORM.format(time))).as("seed %d: %s", seed, time).isEqualTo(time.toInstant());
        }
    }
}
