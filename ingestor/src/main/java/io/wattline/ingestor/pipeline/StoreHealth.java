package io.wattline.ingestor.pipeline;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether batches are being stored, as the writers see it; logs once a change. Safe for all threads.
public final class StoreHealth {

    private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

    private @Nullable String complaint;

    /// Why batches are not being stored; null while they are.
    public synchronized @Nullable String complaint() {
        return complaint;
    }

    synchronized void stored() {
        if (complaint != null) {
            LOG.info("storing again after={}", complaint);
            complaint = null;
        }
    }

    synchronized void failed(StoreFault fault) {
        String kind = fault instanceof StoreFault.Misconfigured ? "misconfigured" : "unavailable";
        if (complaint == null || !complaint.startsWith(kind)) {
            LOG.warn("cannot store, keeping what was received until it can: {}: {}", kind, fault.getMessage());
        }
        complaint = kind + ": " + fault.getMessage();
    }
}
