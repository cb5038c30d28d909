package io.wattline.e2e.servers.network;

/// Which way bytes flow through the proxy.
public enum Direction {
    TO_SERVER,
    TO_CLIENT
}
