package io.wattline.runtime.server;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// The id that ties an answer to its log lines.
final class RequestId {

    /// The header that carries it, both ways.
    static final String HEADER = "X-Request-Id";

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    /// The caller's own id if it is short and harmless, otherwise a new one.
    static String of(Optional<String> sent) {
        return sent.filter(id -> SANE.matcher(id).matches()).orElseGet(RequestId::create);
    }

    /// A new id of 16 hexadecimal digits.
    static String create() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
