package io.wattline.runtime.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/// Strict percent-decoding (RFC 3986): every `%` needs two hexadecimal digits and the bytes must be UTF-8.
public final class PercentEncoding {

    private PercentEncoding() {}

    /// Decodes one path segment, parameter name or parameter value.
    ///
    /// @throws ProblemException 400 if it is not valid
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            byte[] raw = text.getBytes(StandardCharsets.UTF_8);
            byte[] decoded = new byte[raw.length];
            int length = 0;
            for (int i = 0; i < raw.length; i++) {
                if (raw[i] == '%') {
                    decoded[length++] = (byte) hexByte(raw, i);
                    i += 2;
                } else {
                    decoded[length++] = raw[i];
                }
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded, 0, length))
                    .toString();
        } catch (CharacterCodingException | NumberFormatException e) {
            throw Problem.badRequest("The URI has percent-encoding that is broken or not UTF-8")
                    .asException();
        }
    }

    /// Refuses a path of which Helidon, which routes decoded paths, and the caller could have different ideas: an
    /// encoded slash, a dot segment, a path parameter.
    ///
    /// @throws ProblemException 400 if it has one of those, or is not valid
    public static void requirePlainPath(String raw) {
        String decoded = decode(raw);
        boolean dots = Arrays.stream(decoded.split("/", -1)).anyMatch(segment -> segment.matches("\\.{1,2}"));
        if (dots || raw.indexOf(';') >= 0 || raw.toLowerCase(Locale.ROOT).contains("%2f")) {
            throw Problem.badRequest("The path has an encoded slash, a dot segment or a semicolon")
                    .asException();
        }
    }

    private static int hexByte(byte[] raw, int percent) {
        if (percent + 2 >= raw.length) {
            throw new NumberFormatException("cut off");
        }
        return HexFormat.fromHexDigit(raw[percent + 1]) << 4 | HexFormat.fromHexDigit(raw[percent + 2]);
    }
}
