package io.wattline.ingestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No microsecond is lost on the way: the nearest whole microsecond to the double is the one that went in, also
/// after the server has moved it to its own epoch of 2000.
class EpochSecondsTest {

    private static final long EPOCH_2000 = 946_684_800L;

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2026-11-20T12:00:00.123456Z", "2099-12-31T23:59:59.999999Z"})
    void everyMicrosecondRoundTrips(String day) {
        long start = Instant.parse(day).getEpochSecond() * 1_000_000;
        var random = new Random(1);

        for (int i = 0; i < 100_000; i++) {
            long micros = start + random.nextLong(86_400_000_000L);
            Instant instant =
                    Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
            double atServer = EpochSeconds.of(instant) - EPOCH_2000;
            assertThat(Math.round(atServer * 1e6)).isEqualTo(micros - EPOCH_2000 * 1_000_000);
        }
    }
}
