package io.wattline.runtime.http;

import io.helidon.webserver.http.ServerRequest;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who sent a request, as far as the service knows.
///
/// @param name the name of the API key; null where no key was asked for
/// @param scopes what the caller may do, without [Scope#OPEN]
public record Caller(@Nullable String name, Set<Scope> scopes) {

    /// Any caller of a service without keys: it may do everything.
    public static final Caller ANYONE = new Caller(null, EnumSet.complementOf(EnumSet.of(Scope.OPEN)));

    /// A caller that showed no key, at a route that is open to all.
    public static final Caller UNKNOWN = new Caller(null, Set.of());

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /// The caller of a request that an [Endpoint] answers.
    public static Caller of(ServerRequest request) {
        return request.context().get(Caller.class).orElse(UNKNOWN);
    }
}
