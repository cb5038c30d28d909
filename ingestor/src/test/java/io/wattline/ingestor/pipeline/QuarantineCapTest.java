package io.wattline.ingestor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.testing.Readings;
import io.wattline.ingestor.testing.SettableClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuarantineCapTest {

    private final SettableClock clock = new SettableClock(Readings.NOON);
    private final QuarantineCap cap = new QuarantineCap(100, clock);

    @Test
    void allowsABurstOfTenSeconds() {
        assertThat(takenOf(1_500)).isEqualTo(1_000);
        assertThat(takenOf(1)).isZero();
    }

    @Test
    void refillsEvenly() {
        takenOf(1_000);

        clock.advance(Duration.ofMillis(9));
        assertThat(takenOf(10)).isZero();
        clock.advance(Duration.ofMillis(2));
        assertThat(takenOf(10)).isOne();
        clock.advance(Duration.ofSeconds(2));
        assertThat(takenOf(500)).isEqualTo(200);
    }

    @Test
    void neverHoldsMoreThanTheBurst() {
        clock.advance(Duration.ofDays(365));

        assertThat(takenOf(5_000)).isEqualTo(1_000);
    }

    @Test
    void ignoresAClockThatIsSetBack() {
        takenOf(990);

        clock.advance(Duration.ofHours(-1));

        assertThat(takenOf(100)).isEqualTo(10);
        clock.advance(Duration.ofSeconds(1));
        assertThat(takenOf(500)).isEqualTo(100);
    }

    @Test
    void limitsAllThreadsTogether() {
        long taken = IntStream.range(0, 20_000)
                .parallel()
                .filter(i -> cap.tryAcquire())
                .count();

        assertThat(taken).isEqualTo(1_000);
    }

    private int takenOf(int asked) {
        return (int) IntStream.range(0, asked).filter(i -> cap.tryAcquire()).count();
    }
}
