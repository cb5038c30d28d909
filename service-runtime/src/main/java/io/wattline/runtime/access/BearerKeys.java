package io.wattline.runtime.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattline.runtime.http.Caller;
import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Scope;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks for a key of a [KeyFile] as `Authorization: Bearer <key>`.
///
/// Wrong keys lock out no caller, because one caller could lock out others behind the same proxy: a generated
/// key has 256 random bits and cannot be guessed. Wrong keys are counted as `wattline_http_wrong_keys_total`; a request
/// without a key is not.
final class BearerKeys implements AccessControl {

    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/=-]{1,256})");

    private final KeyFile file;
    private final Counter wrongKeys;

    BearerKeys(KeyFile file, MeterRegistry registry) {
        this.file = file;
        this.wrongKeys = Counter.builder("wattline.http.wrong.keys")
                .description("requests with an API key that is none")
                .register(registry);
    }

    @Override
    public Caller check(Optional<String> authorization, Scope needed) {
        if (needed == Scope.OPEN) {
            return Caller.UNKNOWN;
        }
        String header = authorization.orElseThrow(BearerKeys::keyNeeded);
        Caller caller = caller(header).orElseThrow(this::wrongKey);
        if (!caller.scopes().contains(needed)) {
            throw Problem.of(
                            403, "This API key lacks the scope " + needed.name().toLowerCase(Locale.ROOT))
                    .asException();
        }
        return caller;
    }

    private Optional<Caller> caller(String header) {
        Matcher bearer = BEARER.matcher(header);
        return bearer.matches() ? file.keys().callerOf(bearer.group(1)) : Optional.empty();
    }

    private RuntimeException wrongKey() {
        wrongKeys.increment();
        return keyNeeded();
    }

    private static RuntimeException keyNeeded() {
        return Problem.of(401, "This needs a valid API key: send Authorization: Bearer <key>")
                .header("WWW-Authenticate", "Bearer")
                .asException();
    }
}
