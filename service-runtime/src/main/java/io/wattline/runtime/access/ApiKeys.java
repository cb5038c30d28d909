package io.wattline.runtime.access;

import io.wattline.runtime.http.Problem;
import io.wattline.runtime.http.Request;
import io.wattline.runtime.http.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/// Bearer keys out of a file of `name:scopes:sha256hex` lines, scopes separated by commas.
///
/// Only digests are kept. Every key is compared with every line in constant time, so that an answer's time tells
/// nothing about how close a guess was.
final class ApiKeys implements AccessControl {

    private record Key(Set<Scope> scopes, String sha256Hex) {}

    private static final Pattern LINE =
            Pattern.compile("[A-Za-z0-9._-]{1,64}:((?:read|ingest|admin)(?:,(?:read|ingest|admin))*):([0-9a-f]{64})");
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/=-]{1,256})");

    private final List<Key> keys;

    private ApiKeys(List<Key> keys) {
        this.keys = keys;
    }

    static ApiKeys load(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return new ApiKeys(IntStream.range(0, lines.size())
                    .filter(i -> !lines.get(i).isBlank() && !lines.get(i).startsWith("#"))
                    .mapToObj(i -> parse(lines.get(i).strip(), i + 1))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("API_KEYS_FILE could not be read as UTF-8 text", e);
        }
    }

    @Override
    public void check(Request request, Scope needed) {
        if (needed == Scope.OPEN) {
            return;
        }
        Key key = request.header("Authorization")
                .flatMap(this::find)
                .orElseThrow(() -> Problem.of(401, "This needs a valid API key: send Authorization: Bearer <key>")
                        .header("WWW-Authenticate", "Bearer")
                        .asException());
        if (!key.scopes().contains(needed)) {
            throw Problem.of(
                            403, "This API key lacks the scope " + needed.name().toLowerCase(Locale.ROOT))
                    .asException();
        }
    }

    private Optional<Key> find(String header) {
        Matcher bearer = BEARER.matcher(header);
        if (!bearer.matches()) {
            return Optional.empty();
        }
        byte[] digest = sha256Hex(bearer.group(1)).getBytes(StandardCharsets.US_ASCII);
        Optional<Key> found = Optional.empty();
        for (Key key : keys) {
            if (MessageDigest.isEqual(key.sha256Hex().getBytes(StandardCharsets.US_ASCII), digest)) {
                found = Optional.of(key);
            }
        }
        return found;
    }

    private static Key parse(String line, int number) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("API_KEYS_FILE line " + number
                    + " is not name:scopes:sha256hex with scopes out of read,ingest,admin");
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        Stream.of(matcher.group(1).split(",", -1))
                .map(name -> Scope.valueOf(name.toUpperCase(Locale.ROOT)))
                .forEach(scopes::add);
        return new Key(scopes, matcher.group(2));
    }

    private static String sha256Hex(String key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
