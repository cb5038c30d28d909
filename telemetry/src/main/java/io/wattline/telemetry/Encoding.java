package io.wattline.telemetry;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Decides whether bytes are the UTF-8 that the wire format asks for, before any JSON is read.
///
/// Jackson alone would detect UTF-16 and UTF-32, skip a byte order mark and take overlong forms.
final class Encoding {

    private static final int UTF_16_32_DETECTION_BYTES = 4;

    private Encoding() {}

    /// Strict UTF-8 without byte order mark, no U+0000 where UTF-16 or UTF-32 would have one, and no escape in a
    /// string that names half of a surrogate pair.
    static boolean isStrictUtf8(byte[] payload) {
        int seen = 0;
        boolean escapes = false;
        for (byte b : payload) {
            seen |= b;
            escapes |= b == '\\';
        }
        return !hasEarlyNul(payload)
                && (seen >= 0 || (isUtf8(payload) && !hasByteOrderMark(payload)))
                && (!escapes || surrogateEscapesArePaired(payload));
    }

    private static boolean hasEarlyNul(byte[] payload) {
        for (int i = 0; i < Math.min(payload.length, UTF_16_32_DETECTION_BYTES); i++) {
            if (payload[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasByteOrderMark(byte[] payload) {
        return payload.length >= 3
                && payload[0] == (byte) 0xEF
                && payload[1] == (byte) 0xBB
                && payload[2] == (byte) 0xBF;
    }

    private static boolean isUtf8(byte[] payload) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(payload));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean surrogateEscapesArePaired(byte[] payload) {
        boolean inString = false;
        for (int i = 0; i < payload.length; i++) {
            if (payload[i] == '"') {
                inString = !inString;
            } else if (inString && payload[i] == '\\') {
                int unit = escapedUnit(payload, i);
                if (unit >= 0 && Character.isLowSurrogate((char) unit)) {
                    return false;
                }
                if (unit >= 0 && Character.isHighSurrogate((char) unit)) {
                    int next = escapedUnit(payload, i + 6);
                    if (next < 0 || !Character.isLowSurrogate((char) next)) {
                        return false;
                    }
                    i += 6;
                }
                // The escaped character is no quote and no backslash of the text, whatever it is.
                i++;
            }
        }
        return true;
    }

    /// The UTF-16 code unit that the six bytes `\\uXXXX` at `at` name; negative if they are not such an escape.
    private static int escapedUnit(byte[] payload, int at) {
        if (at + 6 > payload.length || payload[at] != '\\' || payload[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = payload[i] < 0 ? -1 : Character.digit(payload[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
