package io.wattline.sim.mqtt;

import org.jspecify.annotations.Nullable;

/// A broker address, a credentials file or TLS material that cannot be used. The message says which and what to
/// do.
public final class SettingsFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    public SettingsFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
