package io.wattline.query.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wattline.query.performance.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketLengthTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT59S", "PT24H0.000000001S", "PT7M", "PT60.5S", "-PT1M"})
    void refusesLengthsThatDoNotDivideADay(String length) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BucketLength(Duration.parse(length)));
    }

    @Test
    void countsTheBucketsOfAWindow() {
        var quarter = new BucketLength(Duration.ofMinutes(15));
        assertThat(quarter.count(new TimeWindow(NOON, NOON.plusSeconds(900)))).isEqualTo(1);
        assertThat(quarter.count(new TimeWindow(NOON, NOON.plusSeconds(900).plusNanos(1_000))))
                .isEqualTo(2);
        assertThat(quarter.count(new TimeWindow(NOON.minusNanos(1_000), NOON.plusNanos(1_000))))
                .isEqualTo(2);
    }

    @Test
    void alignsToTheUtcDayAlsoBefore1970() {
        var day = new BucketLength(Duration.ofDays(1));
        Instant early = Instant.parse("1969-12-31T23:00:00Z");
        assertThat(day.start(day.index(early))).isEqualTo(Instant.parse("1969-12-31T00:00:00Z"));
        assertThat(day.start(day.index(NOON))).isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
    }
}
