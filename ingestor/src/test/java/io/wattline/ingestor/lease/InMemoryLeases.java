package io.wattline.ingestor.lease;

import io.wattline.ingestor.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The leases as they should be, in memory, dated by a settable clock; one instance for all ingestors of a test.
final class InMemoryLeases {

    private record Holder(
            String id,
            UUID instance,
            Instant expiresAt,
            @Nullable Instant connectedSince) {
        Holder connectedSince(@Nullable Instant since) {
            return new Holder(id, instance, expiresAt, since);
        }
    }

    private static final class SlotRow {
        Holder holder;
        boolean retiring;
    }

    private final SettableClock clock;
    private final Map<String, Holder> ingestors = new TreeMap<>();
    private final Map<Integer, SlotRow> slots = new TreeMap<>();
    private boolean away;

    InMemoryLeases(SettableClock clock) {
        this.clock = clock;
    }

    /// The store is not to be reached, or is again.
    void setAway(boolean away) {
        this.away = away;
    }

    /// Forgets an id, as after a day without a renewal.
    void forget(String ingestorId) {
        ingestors.remove(ingestorId);
    }

    /// The holder of each slot, ingestor ids in slot order; "-" for a free slot.
    List<String> holders() {
        return slots.values().stream()
                .map(row -> row.holder == null ? "-" : row.holder.id())
                .toList();
    }

    LeaseStore store() {
        return new Store();
    }

    private boolean expired(Holder holder) {
        return !holder.expiresAt().isAfter(clock.instant());
    }

    private final class Store implements LeaseStore {

        private void reach() {
            if (away) {
                throw new LeaseStoreException("away", new IllegalStateException());
            }
        }

        private Holder holder(Identity identity, Duration lease) {
            return new Holder(
                    identity.ingestorId(), identity.instance(), clock.instant().plus(lease), null);
        }

        private boolean isOurs(SlotRow row, Identity identity) {
            return row.holder != null
                    && row.holder.id().equals(identity.ingestorId())
                    && row.holder.instance().equals(identity.instance());
        }

        @Override
        public boolean enter(Identity identity, Duration lease) {
            reach();
            Holder there = ingestors.get(identity.ingestorId());
            if (there != null && !there.instance().equals(identity.instance()) && !expired(there)) {
                return false;
            }
            ingestors.put(identity.ingestorId(), holder(identity, lease));
            slots.values().stream()
                    .filter(row -> row.holder != null && row.holder.id().equals(identity.ingestorId()))
                    .forEach(row -> row.holder = holder(identity, lease));
            return true;
        }

        @Override
        public int setSlotCount(int count) {
            reach();
            int before =
                    (int) slots.values().stream().filter(row -> !row.retiring).count();
            for (int slot = 0; slot < count; slot++) {
                slots.computeIfAbsent(slot, added -> new SlotRow()).retiring = false;
            }
            slots.forEach((slot, row) -> row.retiring = slot >= count);
            return before;
        }

        @Override
        public Renewal renew(Identity identity, Duration lease, Presence presence) {
            reach();
            Holder there = ingestors.get(identity.ingestorId());
            if (there != null && !there.instance().equals(identity.instance()) && !expired(there)) {
                return Renewal.lost();
            }
            Instant now = clock.instant();
            Instant since = there == null || there.connectedSince() == null ? now : there.connectedSince();
            ingestors.put(
                    identity.ingestorId(), holder(identity, lease).connectedSince(presence.connected() ? since : null));
            Set<Slot> held = new HashSet<>();
            slots.forEach((slot, row) -> {
                if (isOurs(row, identity)) {
                    row.holder = holder(identity, lease);
                    held.add(new Slot(slot, row.retiring));
                }
            });
            return new Renewal(false, standing(identity, lease), slots.size(), held, Map.of());
        }

        private Renewal.Standing standing(Identity identity, Duration lease) {
            String id = identity.ingestorId();
            List<Holder> counted = ingestors.values().stream()
                    .filter(holder -> !expired(holder) && holder.connectedSince() != null)
                    .toList();
            return new Renewal.Standing(
                    counted.stream().anyMatch(holder -> holder.id().equals(id)),
                    (int) counted.stream()
                            .filter(holder -> holder.id().compareTo(id) < 0)
                            .count(),
                    counted.size(),
                    counted.stream()
                            .anyMatch(holder -> !holder.id().equals(id)
                                    && !holder.connectedSince().plus(lease).isAfter(clock.instant())));
        }

        @Override
        public Instant now() {
            reach();
            return clock.instant();
        }

        @Override
        public Set<Taken> take(Identity identity, Duration lease, int most, boolean adopt) {
            reach();
            Set<Taken> taken = new HashSet<>();
            slots.forEach((slot, row) -> {
                boolean free = row.holder == null;
                if (taken.size() < most && (free || (adopt && expired(row.holder)))) {
                    row.holder = holder(identity, lease);
                    taken.add(new Taken(new Slot(slot, row.retiring), !free));
                }
            });
            return taken;
        }

        @Override
        public void free(Identity identity, int slot) {
            reach();
            if (isOurs(slots.get(slot), identity)) {
                slots.get(slot).holder = null;
            }
        }

        @Override
        public void remove(Identity identity, int slot) {
            reach();
            if (isOurs(slots.get(slot), identity) && slots.get(slot).retiring) {
                slots.remove(slot);
            }
        }

        @Override
        public void leave(Identity identity) {
            reach();
            ingestors.put(identity.ingestorId(), holder(identity, Duration.ZERO));
        }

        @Override
        public void close() {}
    }
}
