package io.wattline.runtime.access;

import io.wattline.runtime.http.Caller;
import io.wattline.runtime.http.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Keys as lines `name:scopes:sha256hex`, scopes separated by commas. Immutable.
///
/// Only digests are kept. Every key is compared with every line in constant time, so that an answer's time tells
/// nothing about how close a guess was.
final class ApiKeys {

    private record Key(Caller caller, String sha256Hex) {}

    private static final Pattern LINE =
            Pattern.compile("([A-Za-z0-9._-]{1,64}):((?:read|ingest|admin)(?:,(?:read|ingest|admin))*):([0-9a-f]{64})");

    private final List<Key> keys;

    private ApiKeys(List<Key> keys) {
        this.keys = keys;
    }

    /// The keys of a file's lines; blank ones and those that start with `#` mean nothing.
    ///
    /// @throws IllegalArgumentException if another line is no key; the message names its number
    static ApiKeys of(List<String> lines) {
        return new ApiKeys(IntStream.range(0, lines.size())
                .filter(i -> !lines.get(i).isBlank() && !lines.get(i).startsWith("#"))
                .mapToObj(i -> parse(lines.get(i).strip(), i + 1))
                .toList());
    }

    /// Whether `line` is one.
    static boolean isLine(String line) {
        return LINE.matcher(line).matches();
    }

    /// How many there are.
    int count() {
        return keys.size();
    }

    /// Whose key it is and what it may do; empty if there is no such key.
    Optional<Caller> callerOf(String key) {
        byte[] digest = sha256Hex(key).getBytes(StandardCharsets.US_ASCII);
        Optional<Caller> found = Optional.empty();
        for (Key known : keys) {
            if (MessageDigest.isEqual(known.sha256Hex().getBytes(StandardCharsets.US_ASCII), digest)) {
                found = Optional.of(known.caller());
            }
        }
        return found;
    }

    static String sha256Hex(String key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Key parse(String line, int number) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("API_KEYS_FILE line " + number
                    + " is not name:scopes:sha256hex with scopes out of read,ingest,admin");
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        Stream.of(matcher.group(2).split(",", -1))
                .map(name -> Scope.valueOf(name.toUpperCase(Locale.ROOT)))
                .forEach(scopes::add);
        return new Key(new Caller(matcher.group(1), scopes), matcher.group(3));
    }
}
