package io.wattline.runtime.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattline.runtime.http.Caller;
import io.wattline.runtime.http.Scope;
import java.util.Optional;

/// Decides, before a handler runs, whether the caller may use it. Called by many threads.
@FunctionalInterface
public interface AccessControl {

    /// Returns who the caller is if it may, which is always so for [Scope#OPEN].
    ///
    /// @throws io.wattline.runtime.http.ProblemException 401 if the caller is unknown, 403 if it may not
    Caller check(Optional<String> authorization, Scope needed);

    /// Allows every caller every request.
    static AccessControl open() {
        return (authorization, needed) -> Caller.ANYONE;
    }

    /// What `config` asks for.
    ///
    /// @throws IllegalArgumentException if the key file has a line that is no key; the message names the line
    /// number
    static AccessControl of(AccessConfig config, MeterRegistry registry) {
        return config.apiKeysFile()
                .<AccessControl>map(file -> new BearerKeys(KeyFile.open(file, System::nanoTime), registry))
                .orElseGet(AccessControl::open);
    }
}
