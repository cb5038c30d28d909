package io.wattline.ingestor.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeldLeasesTest {

    private static final Duration SOON = Duration.ofMillis(20);

    private final HeldLeases leases = new HeldLeases(Duration.ofMinutes(1), System::nanoTime);

    @Test
    void refusesToConnectWithoutALease() throws InterruptedException {
        assertThat(leases.awaitPermit(0, null, SOON)).isFalse();
        assertThat(leases.isCurrent()).isFalse();
    }

    @Test
    void aHeldSlotMayConnectAndAnotherMayNot() throws InterruptedException {
        leases.renewed(Set.of(0), System.nanoTime());

        assertThat(leases.awaitPermit(0, null, SOON)).isTrue();
        assertThat(leases.awaitPermit(1, null, SOON)).isFalse();
    }

    @Test
    void refusesToConnectWithAnExpiredLease() throws InterruptedException {
        leases.renewed(Set.of(0), System.nanoTime() - Duration.ofMinutes(2).toNanos());

        assertThat(leases.awaitPermit(0, null, SOON)).isFalse();
    }

    @Test
    void connectsAfterALossOnlyWithALaterRenewal() throws Exception {
        long renewed = System.nanoTime();
        leases.renewed(Set.of(0), renewed);
        long lost = renewed + 1;

        assertThat(leases.awaitPermit(0, lost, SOON)).isFalse();

        Thread later = Thread.ofVirtual().start(() -> leases.renewed(Set.of(0), lost + 1));
        assertThat(leases.awaitPermit(0, lost, Duration.ofSeconds(10))).isTrue();
        later.join();
    }
}
