package io.wattline.telemetry;

import java.math.BigDecimal;

/// Reads a JSON number token exactly, whatever its exponent, in time bounded by the token's length.
///
/// `1e999999999` is cheap to parse and lethal to expand. Magnitudes that no field can hold are therefore replaced by
/// stand-ins that compare alike: [#HUGE] above every range, [#TINY] nearer to zero than any rounding sees.
final class JsonDecimal {

    private static final BigDecimal HUGE = new BigDecimal("1e30");
    private static final BigDecimal TINY = new BigDecimal("1e-60");
    private static final int MAX_LONG_DIGITS = 18;

    private JsonDecimal() {}

    /// The value of the number token `text[from, from + length)`, which a JSON parser has found well-formed.
    static BigDecimal parse(char[] text, int from, int length) {
        int end = from + length;
        if (length <= MAX_LONG_DIGITS) {
            long unscaled = 0;
            int scale = -1;
            int i = text[from] == '-' ? from + 1 : from;
            for (; i < end; i++) {
                char c = text[i];
                if (c >= '0' && c <= '9') {
                    unscaled = unscaled * 10 + (c - '0');
                    scale += scale >= 0 ? 1 : 0;
                } else if (c == '.') {
                    scale = 0;
                } else {
                    break;
                }
            }
            if (i == end) {
                return BigDecimal.valueOf(text[from] == '-' ? -unscaled : unscaled, Math.max(scale, 0));
            }
        }
        return parseAny(text, from, end);
    }

    private static BigDecimal parseAny(char[] text, int from, int end) {
        int exponentAt = from;
        while (exponentAt < end && text[exponentAt] != 'e' && text[exponentAt] != 'E') {
            exponentAt++;
        }
        var mantissa = new BigDecimal(text, from, exponentAt - from);
        if (exponentAt == end) {
            return mantissa;
        }
        if (mantissa.signum() == 0) {
            return BigDecimal.ZERO;
        }
        long exponent = saturatedExponent(text, exponentAt + 1, end);
        long magnitude = exponent + mantissa.precision() - mantissa.scale();
        if (magnitude > 30) {
            return withSign(HUGE, mantissa);
        }
        if (magnitude < -60) {
            return withSign(TINY, mantissa);
        }
        return mantissa.scaleByPowerOfTen((int) exponent);
    }

    private static BigDecimal withSign(BigDecimal magnitude, BigDecimal signed) {
        return signed.signum() < 0 ? magnitude.negate() : magnitude;
    }

    /// The exponent, cut at ±1,000,000: beyond that only its sign matters, as a mantissa has at most 100 digits.
    private static long saturatedExponent(char[] text, int from, int end) {
        boolean negative = text[from] == '-';
        long value = 0;
        for (int i = negative || text[from] == '+' ? from + 1 : from; i < end; i++) {
            value = Math.min(value * 10 + (text[i] - '0'), 1_000_000);
        }
        return negative ? -value : value;
    }
}
