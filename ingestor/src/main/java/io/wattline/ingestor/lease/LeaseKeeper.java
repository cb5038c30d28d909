package io.wattline.ingestor.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews, gives up and takes slots, round after round, on a thread of its own.
///
/// A round that fails changes nothing: connections stay, back-pressure holds, and only new connections wait for the
/// next renewal. Logs once when leases cannot be renewed and once when they can again.
public final class LeaseKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final Duration JOIN_PATIENCE = Duration.ofSeconds(2);
    /// The shortest pause between two renewals, however often one is requested.
    private static final Duration BETWEEN_RENEWALS = Duration.ofMillis(100);

    private final LeaseStore store;
    private final SlotHolder holder;
    private final HeldLeases leases;
    private final ShareGroup group;
    private final HostClock clock;
    private final Identity identity;
    private final LeaseConfig config;
    private final LeaseEvents events;
    private final Reachability reachability;
    private final Thread thread = Thread.ofPlatform().name("leases").unstarted(this::rounds);

    private final Set<Integer> lettingGo = new TreeSet<>();
    /// Since when every renewal has succeeded, if `unbroken`.
    private long unbrokenSinceNanos;

    private long lastAskedAtNanos;
    private boolean unbroken;
    private boolean complained;
    private boolean clockComplained;
    private volatile boolean leaving;

    /// The listeners of the lease thread.
    public interface LeaseEvents {

        /// A slot of a holder that let its lease expire is ours now.
        void adopted(int slot);

        /// The state of the share group has been read again.
        void renewed();

        /// Another instance has our id: this one must end.
        void identityLost();
    }

    /// How a round informs the rest of the process.
    ///
    /// @param leases what is ours
    /// @param group what is known of all slots
    /// @param clock how far our clock is from the store's
    public record Told(HeldLeases leases, ShareGroup group, HostClock clock) {}

    public LeaseKeeper(
            LeaseStore store, SlotHolder holder, Told told, Identity identity, LeaseConfig config, LeaseEvents events) {
        this.store = store;
        this.holder = holder;
        this.leases = told.leases();
        this.group = told.group();
        this.clock = told.clock();
        this.identity = identity;
        this.config = config;
        this.events = events;
        this.reachability = new Reachability(config.lease(), leases.now());
    }

    /// Starts: enters our id as soon as the store can be reached and no earlier instance holds it, then the rounds.
    public void start() {
        thread.start();
    }

    /// From now on nothing more is taken; leases are renewed until [#leave], so that no other ingestor adopts a slot
    /// whose last messages are being committed.
    public void stopTaking() {
        leaving = true;
    }

    /// Frees what we hold, ends our lease and the rounds. To be called once every slot is disconnected.
    public void leave() throws InterruptedException {
        thread.interrupt();
        if (thread.isAlive()) {
            thread.join(JOIN_PATIENCE);
        }
        try {
            for (int slot : new TreeSet<>(leases.held())) {
                store.free(identity, slot);
            }
            store.leave(identity);
        } catch (LeaseStoreException e) {
            LOG.info("leases were not given back, they will expire: {}", e.getMessage());
        } finally {
            store.close();
        }
    }

    private void rounds() {
        try {
            // At once, so that the session is up when the first renewal tells of it.
            holder.standBy(true);
            if (enter()) {
                while (!Thread.currentThread().isInterrupted()) {
                    guardedRound();
                    Thread.sleep(BETWEEN_RENEWALS);
                    leases.awaitRenewalAskedFor(config.renew().minus(BETWEEN_RENEWALS));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for an earlier instance of our id to expire; one that is still there after a whole lease is alive.
    private boolean enter() throws InterruptedException {
        long refusedSince = 0;
        boolean refused = false;
        while (true) {
            boolean[] entered = {false};
            boolean answered = guarded(() -> entered[0] = store.enter(identity, config.lease()));
            if (entered[0]) {
                break;
            }
            if (answered && !refused) {
                refused = true;
                refusedSince = leases.now();
                LOG.info("waiting for an earlier instance of this ingestor to expire id={}", identity.ingestorId());
            }
            // One round more than a lease: the other may have renewed just before our first question.
            Duration limit = config.lease().plus(config.renew());
            if (answered && leases.now() - refusedSince > limit.toNanos()) {
                events.identityLost();
                return false;
            }
            Thread.sleep(config.renew().dividedBy(2));
        }
        while (!guarded(this::setSlotCount)) {
            Thread.sleep(config.renew());
        }
        return true;
    }

    private void setSlotCount() {
        int before = store.setSlotCount(config.slots());
        if (before != 0 && before != config.slots()) {
            LOG.warn("the number of slots changes: the last start wins before={} now={}", before, config.slots());
        }
    }

    void guardedRound() {
        guarded(this::round);
    }

    /// Does a step that needs the store; tells whether the store answered.
    private boolean guarded(Runnable step) {
        try {
            step.run();
            if (complained) {
                LOG.info("leases are renewed again");
                complained = false;
            }
            return true;
        } catch (LeaseStoreException e) {
            unbroken = false;
            if (!complained) {
                LOG.warn("leases cannot be renewed, keeping the connections there are: {}", e.getMessage());
                complained = true;
            }
            return false;
        }
    }

    void round() {
        giveBack();
        compareClocks();
        long askedAt = leases.now();
        // A lease without running (stopped, suspended) counts as a failure: the others may have been stopped as well.
        if (!unbroken || askedAt - lastAskedAtNanos > config.lease().toNanos()) {
            unbroken = true;
            unbrokenSinceNanos = askedAt;
        }
        lastAskedAtNanos = askedAt;
        Renewal renewal = store.renew(identity, config.lease(), presence(askedAt));
        if (renewal.identityLost()) {
            events.identityLost();
            return;
        }
        group.renewed(renewal);
        events.renewed();
        var held = new HashSet<>(renewal.held());
        dropLost(numbers(held));
        if (!leaving) {
            balance(renewal, held, askedAt);
        }
        held.removeIf(slot -> lettingGo.contains(slot.number()));
        leases.renewed(numbers(held), askedAt);
        if (!leaving) {
            held.forEach(this::attend);
            if (renewal.standing().counts() && (!held.isEmpty() || renewal.fairShare() == 0)) {
                group.tookItsShare();
            }
            holder.standBy(holder.presence().served().isEmpty());
        }
    }

    /// What to report to the others: with an unreliable clock this ingestor takes no slots, so it does not count
    /// either.
    private Presence presence(long askedAt) {
        Presence seen = reachability.seen(holder.presence(), !holder.busy().isEmpty(), askedAt);
        return clock.isTrusted() ? seen : new Presence(false, seen.served());
    }

    private void compareClocks() {
        Instant asked = clock.instant();
        clock.compared(asked, store.now());
        String complaint = clock.complaint();
        if (complaint != null && !clockComplained) {
            LOG.error("nothing more is taken: {}", complaint);
        } else if (complaint == null && clockComplained) {
            LOG.info("the host's clock agrees with the database's again");
        }
        clockComplained = complaint != null;
    }

    /// Frees what has been let go of, and removes what has been retired.
    private void giveBack() {
        for (int slot : holder.retired()) {
            store.remove(identity, slot);
        }
        Set<Integer> busy = holder.busy();
        for (int slot : Set.copyOf(lettingGo)) {
            if (!busy.contains(slot)) {
                store.free(identity, slot);
                lettingGo.remove(slot);
            }
        }
    }

    private void dropLost(Set<Integer> held) {
        for (int slot : holder.busy()) {
            if (!held.contains(slot)) {
                LOG.warn("slot={} is held by another ingestor now", slot);
                lettingGo.remove(slot);
                holder.drop(slot);
            }
        }
    }

    private void attend(LeaseStore.Slot slot) {
        if (slot.retiring()) {
            holder.retire(slot.number());
        } else {
            holder.serve(slot.number());
        }
    }

    /// How many slots we should hold.
    private int wanted(Renewal renewal, int holding, long askedAt) {
        if (!clock.isTrusted()) {
            return 0;
        }
        if (renewal.standing().counts()) {
            return renewal.fairShare();
        }
        if (holding > 0 && reachability.isCutOff(askedAt) && renewal.standing().othersSteady()) {
            LOG.warn("no slot has had a session for a lease, and others are connected: giving them up");
            reachability.gaveUp(askedAt);
            return 0;
        }
        // An ingestor that does not count takes no slot, and gives none up while no other ingestor is connected.
        return holding;
    }

    /// Gives up what is beyond our share, or takes what is missing to it.
    private void balance(Renewal renewal, Set<LeaseStore.Slot> held, long askedAt) {
        int holding = held.size() - lettingGo.size();
        int wanted = wanted(renewal, holding, askedAt);
        int surplus = holding - wanted;
        if (surplus > 0) {
            held.stream()
                    .filter(slot -> (wanted == 0 || !slot.retiring()) && !lettingGo.contains(slot.number()))
                    .map(LeaseStore.Slot::number)
                    .sorted(Comparator.reverseOrder())
                    .limit(surplus)
                    .forEach(slot -> {
                        LOG.info("letting go of slot={}, beyond our share={}", slot, wanted);
                        lettingGo.add(slot);
                        holder.letGo(slot);
                    });
        } else if (surplus < 0) {
            // An ingestor that could not renew for a while must not adopt: the others may be alive and late as well.
            boolean adopt = config.adoption()
                    && askedAt - unbrokenSinceNanos > config.lease().toNanos();
            for (LeaseStore.Taken taken : store.take(identity, config.lease(), -surplus, adopt)) {
                LOG.info("took slot={} adopted={}", taken.slot().number(), taken.adopted());
                if (taken.adopted()) {
                    events.adopted(taken.slot().number());
                }
                held.add(taken.slot());
            }
        }
    }

    private static Set<Integer> numbers(Set<LeaseStore.Slot> slots) {
        return slots.stream().map(LeaseStore.Slot::number).collect(Collectors.toSet());
    }
}
