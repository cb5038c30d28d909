package io.wattline.ingestor.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {

    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration RENEW = Duration.ofSeconds(3);

    private final SettableClock clock = new SettableClock(START);
    private final InMemoryLeases leases = new InMemoryLeases(clock);

    /// One ingestor of a test, its rounds run by hand.
    private final class Ingestor {
        final Identity identity;
        final RecordingHolder holder = new RecordingHolder();
        final HeldLeases held = new HeldLeases(LEASE, LeaseKeeperTest.this::nanoTime);
        final List<Integer> adopted = new ArrayList<>();
        final LeaseStore store = leases.store();
        final LeaseKeeper keeper;
        Duration ahead = Duration.ZERO;
        final HostClock hostClock = new HostClock(
                () -> clock.instant().plus(ahead), LeaseKeeperTest.this::nanoTime, Duration.ofSeconds(30));
        boolean lost;

        Ingestor(String id, int slots) {
            identity = Identity.of(id);
            keeper = new LeaseKeeper(
                    store,
                    holder,
                    new LeaseKeeper.Told(held, new ShareGroup("test"), hostClock),
                    identity,
                    new LeaseConfig(slots, LEASE, RENEW, true),
                    new LeaseKeeper.LeaseEvents() {
                        @Override
                        public void adopted(int slot) {
                            adopted.add(slot);
                        }

                        @Override
                        public void renewed() {}

                        @Override
                        public void identityLost() {
                            lost = true;
                        }
                    });
            assertThat(store.enter(identity, LEASE)).isTrue();
            store.setSlotCount(slots);
        }

        Ingestor round() {
            keeper.round();
            return this;
        }
    }

    private long nanoTime() {
        return Duration.between(START, clock.instant()).toNanos();
    }

    private void rounds(int count, Ingestor... ingestors) {
        for (int i = 0; i < count; i++) {
            for (Ingestor ingestor : ingestors) {
                ingestor.round();
                ingestor.holder.finish();
            }
            clock.advance(RENEW);
        }
    }

    @Test
    void singleIngestorServesEverySlot() {
        Ingestor alone = new Ingestor("a", 4).round();

        assertThat(alone.holder.serving).containsExactly(0, 1, 2, 3);
        assertThat(alone.held.held()).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void newIngestorGetsItsShareOnceTheOtherHasReleasedIt() {
        Ingestor first = new Ingestor("a", 5).round();
        Ingestor second = new Ingestor("b", 5).round();
        assertThat(second.holder.serving).as("nothing is free yet").isEmpty();

        first.round();
        assertThat(first.holder.lettingGo).containsExactly(3, 4);
        assertThat(first.held.held()).as("no reconnect while letting go").containsExactlyInAnyOrder(0, 1, 2);
        second.round();
        assertThat(second.holder.serving).as("still in the other's hands").isEmpty();

        first.holder.finish();
        first.round();
        second.round();
        assertThat(first.holder.serving).containsExactly(0, 1, 2);
        assertThat(second.holder.serving).containsExactly(3, 4);
    }

    @Test
    void stoppingIngestorFreesItsSlotsAtOnce() throws InterruptedException {
        Ingestor first = new Ingestor("a", 4);
        Ingestor second = new Ingestor("b", 4);
        rounds(3, first, second);
        assertThat(second.holder.serving).hasSize(2);

        second.keeper.leave();
        first.round();

        assertThat(first.holder.serving).containsExactly(0, 1, 2, 3);
        assertThat(first.adopted).as("freed, not orphaned").isEmpty();
    }

    @Test
    void adoptsSlotsOnlyAfterAFullLeaseOfOwnRenewals() {
        Ingestor first = new Ingestor("a", 4);
        Ingestor dead = new Ingestor("b", 4);
        rounds(5, first, dead);
        assertThat(leases.holders()).containsExactly("a", "a", "b", "b");

        leases.setAway(true);
        first.keeper.guardedRound();
        clock.advance(Duration.ofMinutes(1));
        leases.setAway(false);

        first.round();
        assertThat(first.adopted).as("the other may be as late as we are").isEmpty();
        rounds(3, first);
        assertThat(first.adopted).isEmpty();
        rounds(2, first);
        assertThat(first.adopted).containsExactlyInAnyOrder(2, 3);
        assertThat(leases.holders()).containsOnly("a");
    }

    @Test
    void lateHolderRenewsItsExpiredSlotsUnlessAdopted() {
        Ingestor first = new Ingestor("a", 2);
        Ingestor second = new Ingestor("b", 2);
        rounds(3, first, second);
        clock.advance(Duration.ofMinutes(5));

        second.round();

        assertThat(second.holder.serving).hasSize(1);
        assertThat(leases.holders()).containsExactly("a", "b");
    }

    @Test
    void holderThatWakesTooLateDropsAdoptedSlots() {
        Ingestor first = new Ingestor("a", 2);
        Ingestor asleep = new Ingestor("b", 2);
        rounds(5, first, asleep);
        rounds(8, first);
        assertThat(first.adopted).hasSize(1);

        asleep.keeper.round();

        assertThat(asleep.holder.serving).isEmpty();
        assertThat(asleep.held.held()).isEmpty();
    }

    @Test
    void refusesASecondInstanceWithTheSameIdWhileTheFirstRenews() {
        Ingestor first = new Ingestor("a", 2).round();
        Identity second = Identity.of("a");

        assertThat(leases.store().enter(second, LEASE)).isFalse();
        clock.advance(LEASE);
        assertThat(leases.store().enter(second, LEASE))
                .as("the first has expired")
                .isTrue();

        first.round();
        assertThat(first.lost).as("the first learns it at its next renewal").isTrue();
    }

    @Test
    void ingestorWithoutTheBrokerTakesNoSlot() {
        Ingestor healthy = new Ingestor("b", 4);
        rounds(2, healthy);
        Ingestor deaf = new Ingestor("a", 4);
        deaf.holder.reachesBroker = false;

        rounds(10, healthy, deaf);

        assertThat(healthy.holder.serving).containsExactly(0, 1, 2, 3);
        assertThat(deaf.holder.serving).isEmpty();
    }

    @Test
    void holderWithoutTheBrokerForALeaseGivesItsSlotsToConnectedIngestors() {
        Ingestor first = new Ingestor("a", 4);
        Ingestor second = new Ingestor("b", 4);
        rounds(5, first, second);
        assertThat(second.holder.serving).hasSize(2);

        second.holder.reachesBroker = false;
        rounds(2, first, second);
        assertThat(second.holder.serving).as("not at once").hasSize(2);
        rounds(6, first, second);
        assertThat(first.holder.serving).containsExactly(0, 1, 2, 3);

        second.holder.reachesBroker = true;
        rounds(4, first, second);
        assertThat(second.holder.serving).hasSize(2);
    }

    @Test
    void allIngestorsWithoutTheBrokerKeepTheirSlots() {
        Ingestor first = new Ingestor("a", 4);
        Ingestor second = new Ingestor("b", 4);
        rounds(5, first, second);
        first.holder.reachesBroker = false;
        second.holder.reachesBroker = false;

        rounds(20, first, second);

        assertThat(leases.holders()).containsExactly("a", "a", "b", "b");
    }

    @Test
    void ingestorThatCannotConnectItsSlotsDoesNotTakeThemAgainAtOnce() {
        Ingestor healthy = new Ingestor("a", 4);
        rounds(5, healthy);
        Ingestor refused = new Ingestor("b", 4);
        refused.holder.slotsConnect = false;
        rounds(10, healthy, refused);
        assertThat(healthy.holder.serving).containsExactly(0, 1, 2, 3);

        rounds(10, healthy, refused);

        assertThat(refused.holder.serving).isEmpty();
    }

    @Test
    void reentersAForgottenId() {
        Ingestor forgotten = new Ingestor("a", 2).round();
        leases.forget("a");

        forgotten.round();

        assertThat(forgotten.lost).isFalse();
        assertThat(forgotten.holder.serving).containsExactly(0, 1);
    }

    @Test
    void ingestorWithAWrongClockTakesNoSlotsAndGivesItsOwnToOthers() {
        Ingestor right = new Ingestor("a", 4);
        Ingestor wrong = new Ingestor("b", 4);
        rounds(5, right, wrong);
        wrong.ahead = Duration.ofMinutes(-6);

        rounds(5, right, wrong);

        assertThat(right.holder.serving).containsExactly(0, 1, 2, 3);
        assertThat(wrong.hostClock.complaint()).contains("360 s behind");
        wrong.ahead = Duration.ofSeconds(29);
        rounds(5, right, wrong);
        assertThat(wrong.holder.serving).hasSize(2);
    }

    @Test
    void detectsAClockThatIsSetBetweenTwoComparisons() {
        Ingestor ingestor = new Ingestor("a", 1).round();
        assertThat(ingestor.hostClock.isTrusted()).isTrue();

        ingestor.ahead = Duration.ofMinutes(2);

        assertThat(ingestor.hostClock.complaint()).contains("120 s ahead");
    }

    @Test
    void retiresSurplusSlots() {
        Ingestor ingestor = new Ingestor("a", 4);
        rounds(2, ingestor);

        ingestor.store.setSlotCount(2);
        ingestor.round();
        assertThat(ingestor.holder.serving).containsExactly(0, 1);
        assertThat(ingestor.holder.retiring).containsExactly(2, 3);
        ingestor.holder.finish();
        ingestor.round();

        assertThat(leases.holders()).containsExactly("a", "a");
    }

    @Test
    void slotsStayFairlySharedWhileIngestorsStartAndStop() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        var alive = new ArrayList<Ingestor>();
        int slots = 8;
        for (int step = 0; step < 60; step++) {
            if (alive.isEmpty() || random.nextInt(3) > 0) {
                alive.add(new Ingestor("i" + step, slots));
            } else {
                // A crash: no good-bye.
                alive.remove(random.nextInt(alive.size()));
            }
            rounds(12, alive.toArray(Ingestor[]::new));
            if (alive.isEmpty()) {
                continue;
            }
            var served = new HashSet<Integer>();
            alive.forEach(ingestor -> served.addAll(ingestor.holder.serving));
            assertThat(served).as("seed %d step %d", seed, step).hasSize(slots);
            assertThat(alive.stream().mapToInt(i -> i.holder.serving.size()).sum())
                    .isEqualTo(slots);
            IntStream counts = alive.stream().mapToInt(i -> i.holder.serving.size());
            var summary = counts.summaryStatistics();
            assertThat(summary.getMax() - summary.getMin()).as("seed %d", seed).isLessThanOrEqualTo(1);
        }
    }
}
