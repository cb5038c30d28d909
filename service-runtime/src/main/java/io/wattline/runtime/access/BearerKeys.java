package io.wattline.runtime.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Request;
import io.wattline.runtime.http.Scope;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks for a key of a [KeyFile] as `Authorization: Bearer <key>`.
///
/// An address that sent too many wrong keys is told 429 for a while, whatever it sends then, see [FailedAttempts];
/// a request without a key is no attempt. Wrong keys are counted as `wattline_http_wrong_keys_total`.
final class BearerKeys implements AccessControl {

    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/=-]{1,256})");

    private final KeyFile file;
    private final FailedAttempts attempts = new FailedAttempts();
    private final Counter wrongKeys;
    private final LongSupplier nanoTime;

    BearerKeys(KeyFile file, MeterRegistry registry, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.wrongKeys = Counter.builder("wattline.http.wrong.keys")
                .description("requests with an API key that is none, those shut out not counted")
                .register(registry);
    }

    @Override
    public void check(Request request, Scope needed) {
        if (needed == Scope.OPEN) {
            return;
        }
        String header = request.header("Authorization").orElseThrow(BearerKeys::keyNeeded);
        long shutOut = attempts.secondsShutOut(request.remoteAddress(), nanoTime.getAsLong());
        if (shutOut > 0) {
            throw Problem.of(429, "Too many wrong API keys came from this address; try again later")
                    .header("Retry-After", Long.toString(shutOut))
                    .asException();
        }
        Set<Scope> scopes = scopes(header).orElseThrow(() -> wrongKey(request));
        if (!scopes.contains(needed)) {
            throw Problem.of(
                            403, "This API key lacks the scope " + needed.name().toLowerCase(Locale.ROOT))
                    .asException();
        }
    }

    private Optional<Set<Scope>> scopes(String header) {
        Matcher bearer = BEARER.matcher(header);
        return bearer.matches() ? file.keys().scopesOf(bearer.group(1)) : Optional.empty();
    }

    private RuntimeException wrongKey(Request request) {
        wrongKeys.increment();
        attempts.failed(request.remoteAddress(), nanoTime.getAsLong());
        return keyNeeded();
    }

    private static RuntimeException keyNeeded() {
        return Problem.of(401, "This needs a valid API key: send Authorization: Bearer <key>")
                .header("WWW-Authenticate", "Bearer")
                .asException();
    }
}
