package io.wattline.ingestor.lease;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Who holds a lease.
///
/// @param ingestorId the configured name, the same after a restart
/// @param instance this run of it, never seen before
public record Identity(String ingestorId, UUID instance) {

    /// The longest name, in bytes.
    public static final int MAX_ID_BYTES = 255;

    public Identity {
        if (ingestorId.isBlank() || ingestorId.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
            throw new IllegalArgumentException("an ingestor id has 1 to " + MAX_ID_BYTES + " bytes");
        }
    }

    /// A new run of the ingestor of that name.
    public static Identity of(String ingestorId) {
        return new Identity(ingestorId, UUID.randomUUID());
    }
}
