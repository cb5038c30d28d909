package io.wattline.ingestor.lease;

/// The leases cannot be read or written at the moment.
public final class LeaseStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LeaseStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
