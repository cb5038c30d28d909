package io.wattline.ingestor.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether batches are being stored, as the writers see it; each logs once a change. Safe for all threads.
///
/// There is a complaint while a writer fails and none has stored anything since it began to, and also where others
/// store but one of them has been failing for longer than the patience.
public final class StoreHealth {

    private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Duration patience;
    private final LongSupplier nanoTime;
    private final List<OfWriter> writers = new ArrayList<>();
    private @Nullable Long storedAtNanos;

    public StoreHealth() {
        this(PATIENCE, System::nanoTime);
    }

    /// @param patience how long one writer may fail while others store
    /// @param nanoTime what that is measured by
    StoreHealth(Duration patience, LongSupplier nanoTime) {
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /// The health of one more writer.
    synchronized OfWriter ofWriter() {
        var writer = new OfWriter();
        writers.add(writer);
        return writer;
    }

    /// Why batches are not being stored; null while they are.
    public synchronized @Nullable String complaint() {
        return writers.stream()
                .filter(this::matters)
                .map(writer -> writer.complaint)
                .findFirst()
                .orElse(null);
    }

    private boolean matters(OfWriter writer) {
        return writer.complaint != null
                && (storedAtNanos == null
                        || storedAtNanos - writer.failingSinceNanos < 0
                        || nanoTime.getAsLong() - writer.failingSinceNanos >= patience.toNanos());
    }

    /// The faults of one writer.
    final class OfWriter {

        private @Nullable String complaint;
        private long failingSinceNanos;

        private OfWriter() {}

        void stored() {
            synchronized (StoreHealth.this) {
                storedAtNanos = nanoTime.getAsLong();
                if (complaint != null) {
                    LOG.info("storing again after={}", complaint);
                    complaint = null;
                }
            }
        }

        void failed(StoreFault fault) {
            String kind = fault instanceof StoreFault.Misconfigured ? "misconfigured" : "unavailable";
            synchronized (StoreHealth.this) {
                if (complaint == null) {
                    failingSinceNanos = nanoTime.getAsLong();
                }
                if (complaint == null || !complaint.startsWith(kind)) {
                    LOG.warn("cannot store, keeping what was received until it can: {}: {}", kind, fault.getMessage());
                }
                complaint = kind + ": " + fault.getMessage();
            }
        }
    }
}
