package io.wattline.query.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Which API key a request came with, as records of who did what name it: the start of its SHA-256, enough to find its
/// line in the key file.
public final class CallerKey {

    private static final String BEARER = "Bearer ";
    private static final int DIGITS = 12;

    private CallerKey() {}

    /// The key's 12 hex digits; empty where no key was sent.
    public static Optional<String> id(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.AUTHORIZATION)
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header ->
                        sha256Hex(header.substring(BEARER.length()).strip()).substring(0, DIGITS));
    }

    private static String sha256Hex(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
