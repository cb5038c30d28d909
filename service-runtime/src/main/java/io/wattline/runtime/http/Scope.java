package io.wattline.runtime.http;

/// What a caller must be allowed to do to use a route.
public enum Scope {
    /// Nothing: probes and documentation.
    OPEN,
    /// Read fleet data.
    READ,
    /// Send readings.
    INGEST,
    /// Change master data.
    ADMIN
}
