package io.wattline.sim.mqtt;

import org.jspecify.annotations.Nullable;

/// The broker could not be reached in time, or does not let us in. The message says which and what to do.
public final class ConnectFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    ConnectFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
