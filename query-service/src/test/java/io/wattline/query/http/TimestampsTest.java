package io.wattline.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T10:00:00Z, 2026-11-20T10:00:00Z",
        "2026-11-20T11:30:00+01:30, 2026-11-20T10:00:00Z",
        "2026-11-20T10:00:00.5-00:00, 2026-11-20T10:00:00.5Z",
        "2026-11-20T10:00:00.1234567Z, 2026-11-20T10:00:00.123456Z",
        "2026-11-20T10:00:00.123456789012Z, 2026-11-20T10:00:00.123456Z",
        "2024-02-29T23:59:59Z, 2024-02-29T23:59:59Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z"
    })
    void readsRfc3339(String text, Instant instant) {
        assertThat(Timestamps.parse(text)).contains(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-11-20",
                "2026-11-20T10:00:00",
                "2026-11-20T10:00Z",
                "2026-11-20 10:00:00Z",
                "2026-11-20t10:00:00Z",
                "2026-11-20T10:00:00z",
                "2026-11-20T10:00:00.Z",
                "2026-11-20T10:00:00123Z",
                "2026-02-29T10:00:00Z",
                "2026-13-01T10:00:00Z",
                "2026-11-20T24:00:00Z",
                "2026-11-20T23:59:60Z",
                "300000-01-01T00:00:00Z",
                "+2026-11-20T10:00:00Z",
                "-0001-01-01T00:00:00Z",
                "0000-06-01T00:00:00Z",
                "0001-01-01T00:00:00+01:00",
                "9999-12-31T23:59:59-01:00",
                "2026-11-20T10:00:00+1:00",
                "2026-11-20T10:00:00+01",
                "2026-11-20T10:00:00+0100",
                "2026-11-20T10:00:00+01:00:00",
                "1732096800",
                "2026-11-20T10:00:00+25:00",
                "２026-11-20T10:00:00Z"
            })
    void refusesOtherJson(String text) {
        assertThat(Timestamps.parse(text)).isEmpty();
    }
}
