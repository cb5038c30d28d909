package io.wattline.ingestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.ingestor.lease.Identity;
import io.wattline.ingestor.lease.LeaseStore.Renewal;
import io.wattline.ingestor.lease.LeaseStore.Slot;
import io.wattline.ingestor.lease.LeaseStore.Taken;
import io.wattline.ingestor.lease.LeaseStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresLeaseStoreIT {

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final StoreFixture fixture = StoreFixture.bare();
    private final List<PostgresLeaseStore> stores = new ArrayList<>();
    private final PostgresLeaseStore store = open();
    private final Identity a = Identity.of("a");
    private final Identity b = Identity.of("b");

    private PostgresLeaseStore open() {
        var opened = new PostgresLeaseStore(fixture.ingest(), "ingestors");
        stores.add(opened);
        return opened;
    }

    @AfterEach
    void close() {
        stores.forEach(PostgresLeaseStore::close);
        fixture.close();
    }

    private void expire(String ingestorId) {
        fixture.execute(
                "UPDATE ingestor SET expires_at = now() - interval '1 s' WHERE ingestor_id = '" + ingestorId + "'");
        fixture.execute("UPDATE consumer_slot SET expires_at = now() - interval '1 s' WHERE ingestor_id = '"
                + ingestorId + "'");
    }

    private static Set<Integer> numbers(Set<Taken> taken) {
        return taken.stream().map(one -> one.slot().number()).collect(Collectors.toSet());
    }

    @Test
    void oneInstanceAtATimeGoesByAnId() {
        Identity restarted = Identity.of("a");
        assertThat(store.enter(a, LEASE)).isTrue();
        assertThat(store.enter(a, LEASE)).as("again").isTrue();
        assertThat(store.enter(restarted, LEASE)).isFalse();

        expire("a");
        assertThat(store.enter(restarted, LEASE)).isTrue();
        assertThat(store.renew(a, LEASE).identityLost()).isTrue();
    }

    @Test
    void aRestartedInstanceInheritsItsSlotsAtOnce() {
        store.enter(a, LEASE);
        store.setSlotCount(2);
        store.take(a, LEASE, 2, false);
        expire("a");

        Identity restarted = Identity.of("a");
        assertThat(store.enter(restarted, LEASE)).isTrue();

        assertThat(store.renew(restarted, LEASE).held())
                .containsExactlyInAnyOrder(new Slot(0, false), new Slot(1, false));
    }

    @Test
    void renewalTellsRankAndShareOfWhoeverIsAlive() {
        store.enter(a, LEASE);
        store.enter(b, LEASE);
        store.enter(Identity.of("c"), LEASE);
        expire("c");
        store.setSlotCount(5);

        assertThat(store.renew(b, LEASE)).isEqualTo(new Renewal(false, 1, 2, 5, Set.of()));
    }

    @Test
    void freeSlotsAreTakenAndOthersOnlyOnceExpiredAndAskedFor() {
        store.enter(a, LEASE);
        store.enter(b, LEASE);
        store.setSlotCount(3);
        assertThat(numbers(store.take(a, LEASE, 2, false))).containsExactlyInAnyOrder(0, 1);
        assertThat(numbers(store.take(b, LEASE, 9, true)))
                .as("nobody has expired")
                .containsExactly(2);

        expire("a");
        assertThat(store.take(b, LEASE, 9, false)).isEmpty();
        assertThat(store.take(b, LEASE, 1, true)).containsExactly(new Taken(new Slot(0, false), true));
        assertThat(store.renew(a, LEASE).held()).as("renewed though expired").containsExactly(new Slot(1, false));
        assertThat(store.take(b, LEASE, 9, true)).as("and not expired any more").isEmpty();
    }

    @Test
    void onlyTheHolderFreesASlot() {
        store.enter(a, LEASE);
        store.setSlotCount(1);
        store.take(a, LEASE, 1, false);

        store.free(b, 0);
        assertThat(store.renew(a, LEASE).held()).hasSize(1);
        store.free(a, 0);
        assertThat(store.renew(a, LEASE).held()).isEmpty();
    }

    @Test
    void theLastSlotCountWinsAndSurplusSlotsAreDrainedBeforeTheyGo() {
        store.enter(a, LEASE);
        assertThat(store.setSlotCount(3)).isZero();
        store.take(a, LEASE, 3, false);
        assertThat(store.setSlotCount(1)).isEqualTo(3);

        assertThat(store.renew(a, LEASE).held())
                .containsExactlyInAnyOrder(new Slot(0, false), new Slot(1, true), new Slot(2, true));
        store.remove(a, 1);
        store.remove(a, 0);
        assertThat(store.renew(a, LEASE).held())
                .as("a slot that is not draining stays")
                .containsExactlyInAnyOrder(new Slot(0, false), new Slot(2, true));
        assertThat(store.setSlotCount(3)).as("raised again").isEqualTo(1);
        assertThat(store.renew(a, LEASE).slots()).isEqualTo(3);
    }

    @Test
    void whoeverLeavesCountsAsGone() {
        store.enter(a, LEASE);
        store.enter(b, LEASE);
        store.leave(a);

        assertThat(store.renew(b, LEASE).ingestors()).isEqualTo(1);
    }

    @Test
    void manyTakeAtOnceAndNoSlotIsTakenTwice() throws Exception {
        store.setSlotCount(12);
        List<Callable<Set<Taken>>> takers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Identity identity = Identity.of("i" + i);
            PostgresLeaseStore own = open();
            takers.add(() -> {
                own.enter(identity, LEASE);
                return own.take(identity, LEASE, 4, true);
            });
        }
        var all = new ArrayList<Taken>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Set<Taken>> taken : threads.invokeAll(takers)) {
                all.addAll(taken.get());
            }
        }
        assertThat(new HashSet<>(all)).hasSameSizeAs(all);
    }

    @Test
    void aLostConnectionIsAFaultAndTheNextCallHasANewOne() {
        store.enter(a, LEASE);
        fixture.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'wattline_ingest'"
                + " AND datname = current_database()");

        assertThatThrownBy(() -> store.renew(a, LEASE)).isInstanceOf(LeaseStoreException.class);
        assertThat(store.renew(a, LEASE).identityLost()).isFalse();
    }
}
