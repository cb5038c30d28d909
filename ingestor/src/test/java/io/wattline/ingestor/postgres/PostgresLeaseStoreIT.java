package io.wattline.ingestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.ingestor.lease.Identity;
import io.wattline.ingestor.lease.LeaseStore.Slot;
import io.wattline.ingestor.lease.LeaseStore.Taken;
import io.wattline.ingestor.lease.LeaseStoreException;
import io.wattline.ingestor.lease.Presence;
import io.wattline.ingestor.lease.Renewal;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresLeaseStoreIT {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Presence UP = new Presence(true, Set.of());

    private final StoreFixture fixture = StoreFixture.bare();
    private final List<PostgresLeaseStore> stores = new ArrayList<>();
    private final PostgresLeaseStore store = open();
    private final Identity a = Identity.of("a");
    private final Identity b = Identity.of("b");

    private PostgresLeaseStore open() {
        return open("ingestors");
    }

    private PostgresLeaseStore open(String group) {
        var opened = new PostgresLeaseStore(fixture.ingest(), group, Duration.ofMinutes(2));
        stores.add(opened);
        return opened;
    }

    @AfterEach
    void close() {
        stores.forEach(PostgresLeaseStore::close);
        fixture.close();
    }

    @Test
    void ingestorReportsStoredReadingsInItsOwnRow() {
        AtomicLong accepted = new AtomicLong(7);
        try (var report = new IngestRateReport(fixture.pool, "ingestors", a, accepted::get)) {
            assertThat(report.report()).isFalse();
            store.enter(a, LEASE);
            store.enter(b, LEASE);
            accepted.addAndGet(35);
            assertThat(report.report()).isTrue();
        }
        assertThat(fixture.rows("SELECT ingestor_id || ' ' || accepted_last_minute FROM ingestor ORDER BY 1"))
                .containsExactly("a 35", "b 0");
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
    void oneInstanceAtATimeHasAnId() {
        Identity restarted = Identity.of("a");
        assertThat(store.enter(a, LEASE)).isTrue();
        assertThat(store.enter(a, LEASE)).as("again").isTrue();
        assertThat(store.enter(restarted, LEASE)).isFalse();

        expire("a");
        assertThat(store.enter(restarted, LEASE)).isTrue();
        assertThat(store.renew(a, LEASE, UP).identityLost()).isTrue();
    }

    @Test
    void restartedInstanceInheritsItsSlotsAtOnce() {
        store.enter(a, LEASE);
        store.setSlotCount(2);
        store.take(a, LEASE, 2, false);
        expire("a");

        Identity restarted = Identity.of("a");
        assertThat(store.enter(restarted, LEASE)).isTrue();

        assertThat(store.renew(restarted, LEASE, UP).held())
                .containsExactlyInAnyOrder(new Slot(0, false), new Slot(1, false));
    }

    @Test
    void renewalReportsRankAndShareAmongLivingIngestors() {
        store.enter(a, LEASE);
        store.enter(b, LEASE);
        store.enter(Identity.of("c"), LEASE);
        expire("c");
        store.setSlotCount(5);
        store.renew(a, LEASE, UP);

        assertThat(store.renew(b, LEASE, UP))
                .isEqualTo(new Renewal(false, new Renewal.Standing(true, 1, 2, false), 5, Set.of(), Map.of()));
        assertThat(store.renew(b, LEASE, Presence.NONE).standing())
                .as("no session up")
                .isEqualTo(new Renewal.Standing(false, 1, 1, false));
    }

    @Test
    void takesFreeSlotsAndExpiredOnesOnlyOnRequest() {
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
        assertThat(store.renew(a, LEASE, UP).held())
                .as("renewed though expired")
                .containsExactly(new Slot(1, false));
        assertThat(store.take(b, LEASE, 9, true)).as("and not expired any more").isEmpty();
    }

    @Test
    void onlyTheHolderCanFreeASlot() {
        store.enter(a, LEASE);
        store.setSlotCount(1);
        store.take(a, LEASE, 1, false);

        store.free(b, 0);
        assertThat(store.renew(a, LEASE, UP).held()).hasSize(1);
        store.free(a, 0);
        assertThat(store.renew(a, LEASE, UP).held()).isEmpty();
    }

    @Test
    void lastSlotCountWinsAndSurplusSlotsAreRetired() {
        store.enter(a, LEASE);
        assertThat(store.setSlotCount(3)).isZero();
        store.take(a, LEASE, 3, false);
        assertThat(store.setSlotCount(1)).isEqualTo(3);

        assertThat(store.renew(a, LEASE, UP).held())
                .containsExactlyInAnyOrder(new Slot(0, false), new Slot(1, true), new Slot(2, true));
        store.remove(a, 1);
        store.remove(a, 0);
        assertThat(store.renew(a, LEASE, UP).held())
                .as("a slot that is not draining stays")
                .containsExactlyInAnyOrder(new Slot(0, false), new Slot(2, true));
        assertThat(store.setSlotCount(3)).as("raised again").isEqualTo(1);
        assertThat(store.renew(a, LEASE, UP).slots()).isEqualTo(3);
    }

    @Test
    void stoppedIngestorCountsAsGone() {
        store.enter(a, LEASE);
        store.enter(b, LEASE);
        store.renew(a, LEASE, UP);
        store.leave(a);

        assertThat(store.renew(b, LEASE, UP).standing().counted()).isEqualTo(1);
    }

    @Test
    void eachShareGroupCountsItsOwnIngestors() {
        PostgresLeaseStore other = open("others");
        other.enter(a, LEASE);
        other.setSlotCount(2);
        other.renew(a, LEASE, UP);
        store.enter(a, LEASE);
        store.setSlotCount(4);

        Renewal renewal = store.renew(a, LEASE, UP);

        assertThat(renewal.standing()).isEqualTo(new Renewal.Standing(true, 0, 1, false));
        assertThat(renewal.slots()).isEqualTo(4);
        assertThat(store.groups()).isEqualTo(Map.of("ingestors", 4, "others", 2));
    }

    @Test
    void othersAreSteadyAfterALeaseWithASession() {
        store.enter(a, LEASE);
        store.enter(b, LEASE);
        store.renew(a, LEASE, UP);
        assertThat(store.renew(b, LEASE, UP).standing().othersSteady()).isFalse();

        fixture.execute("UPDATE ingestor SET connected_since = now() - interval '61 s' WHERE ingestor_id = 'a'");
        store.renew(a, LEASE, UP);

        assertThat(store.renew(b, LEASE, UP).standing().othersSteady()).isTrue();
        assertThat(store.renew(a, LEASE, UP).standing().othersSteady()).isFalse();
    }

    @Test
    void reportsUnservedSlotsOfEveryGroup() {
        open("others").setSlotCount(1);
        store.enter(a, LEASE);
        store.setSlotCount(2);
        store.take(a, LEASE, 2, false);
        fixture.execute("UPDATE consumer_slot SET served_at = now() - interval '3 min'");

        assertThat(store.renew(a, LEASE, new Presence(true, Set.of(1))).unserved())
                .isEqualTo(Map.of("ingestors", 1, "others", 1));
    }

    @Test
    void reentersAForgottenId() {
        store.enter(a, LEASE);
        store.setSlotCount(1);
        store.take(a, LEASE, 1, false);
        fixture.execute("DELETE FROM ingestor");

        Renewal renewal = store.renew(a, LEASE, UP);

        assertThat(renewal.identityLost()).isFalse();
        assertThat(renewal.held()).containsExactly(new Slot(0, false));
    }

    @Test
    void leasesFromBeforeAClockWasSetBackHaveExpired() {
        store.enter(a, LEASE);
        store.setSlotCount(1);
        store.take(a, LEASE, 1, false);
        fixture.execute("UPDATE ingestor SET expires_at = now() + interval '1 h'");
        fixture.execute("UPDATE consumer_slot SET expires_at = now() + interval '1 h'");

        assertThat(store.enter(Identity.of("a"), LEASE)).as("another instance").isTrue();
        fixture.execute("UPDATE consumer_slot SET expires_at = now() + interval '1 h'");
        assertThat(store.take(b, LEASE, 1, true)).containsExactly(new Taken(new Slot(0, false), true));
    }

    @Test
    void lockOfAnotherRoleDoesNotStopRenewals() throws Exception {
        store.enter(a, LEASE);
        store.setSlotCount(1);
        try (Connection other = fixture.asQuery();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(24572243620090963)");

            assertThat(store.setSlotCount(2)).isEqualTo(1);
            assertThat(store.renew(a, LEASE, UP).slots()).isEqualTo(2);
        }
    }

    @Test
    void concurrentIngestorsTakeEachSlotOnce() throws Exception {
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
    void lostConnectionIsAFaultAndTheNextCallReconnects() {
        store.enter(a, LEASE);
        fixture.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'wattline_ingest'"
                + " AND datname = current_database()");

        assertThatThrownBy(() -> store.renew(a, LEASE, UP)).isInstanceOf(LeaseStoreException.class);
        assertThat(store.renew(a, LEASE, UP).identityLost()).isFalse();
    }
}
