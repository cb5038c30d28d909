package io.wattline.runtime.lifecycle;

/// A service that runs until it is closed.
public interface RunningService extends AutoCloseable {

    /// Stops the service in order, within its own deadline. Never throws; closing twice is harmless.
    @Override
    void close();
}
