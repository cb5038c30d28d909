package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoundedWaitTest {

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    @Test
    void firstSuccessNeedsNoPause() throws SQLException {
        assertThat(wait("PT10S").forResultOf(() -> Optional.of(1))).contains(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void pausesDoubleUpToTwoSeconds() throws SQLException {
        assertThat(wait("PT10S").forResultOf(() -> pauses.size() < 7 ? Optional.empty() : Optional.of(1)))
                .contains(1);
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(100L, 200L, 400L, 800L, 1600L, 2000L, 2000L);
    }

    @Test
    void givesUpWithinTheLimit() throws SQLException {
        assertThat(wait("PT10S").forResultOf(Optional::empty)).isEmpty();
        assertThat(Duration.between(Instant.EPOCH, now)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));
    }

    @Test
    void doesNotRetryAFailure() {
        assertThatThrownBy(() -> wait("PT10S").forResultOf(() -> {
                    throw new SQLException("no");
                }))
                .hasMessage("no");
        assertThat(pauses).isEmpty();
    }

    @Test
    void interruptEndsTheWaitAndStaysSet() {
        var wait = new BoundedWait(Duration.ofSeconds(10), () -> now, pause -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> wait.forResultOf(Optional::empty)).isInstanceOf(DatabaseTaskException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private BoundedWait wait(String limit) {
        return new BoundedWait(Duration.parse(limit), () -> now, pause -> {
            pauses.add(pause);
            now = now.plus(pause);
        });
    }
}
