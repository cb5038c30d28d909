package io.wattline.runtime.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// The tag that names one state of an answer (RFC 9110 section 8.8.3).
final class EntityTag {

    private static final String WEAK = "W/";
    private static final int HASH_BYTES = 12;

    private EntityTag() {}

    /// A strong tag, the same for the same bytes.
    static String of(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + HexFormat.of().formatHex(hash, 0, HASH_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// The weak form of a tag: the same content, perhaps in other bytes.
    static String weak(String tag) {
        return tag.startsWith(WEAK) ? tag : WEAK + tag;
    }

    /// Whether the header `If-None-Match` names the tag, in the weak comparison that RFC 9110 section 13.1.2 asks for.
    static boolean isAmong(String tag, String ifNoneMatch) {
        return Arrays.stream(ifNoneMatch.split(",", -1))
                .map(String::strip)
                .anyMatch(held -> held.equals("*") || weak(held).equals(weak(tag)));
    }
}
