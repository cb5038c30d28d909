package io.wattline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDecimalTest {

    private static BigDecimal parse(String text) {
        char[] padded = ("9" + text + "9").toCharArray();
        return JsonDecimal.parse(padded, 1, text.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "1",
                "-1",
                "230.25",
                "0.0702655",
                "10.1234565",
                "1e3",
                "1E+3",
                "-1.5e-2",
                "0.1E+4",
                "123456789012345678",
                "1234567890123456789012345",
                "0.123456789012345678901234567890"
            })
    void isExact(String text) {
        assertThat(parse(text)).isEqualByComparingTo(new BigDecimal(text));
    }

    @Test
    void comparesHugeExponentsWithoutExpandingThem() {
        assertThat(parse("1e999999999")).isGreaterThan(new BigDecimal("1e20"));
        assertThat(parse("-1e99999999999999999999")).isLessThan(new BigDecimal("-1e20"));
        assertThat(parse("1e-999999999").setScale(6, RoundingMode.HALF_EVEN)).isEqualByComparingTo("0");
        assertThat(parse("1e-999999999")).isPositive();
        assertThat(parse("-1e-99999999999")).isNegative();
        assertThat(parse("0e999999999")).isZero();
        assertThat(parse("0.000e-99999999999")).isZero();
        assertThat(parse("0." + "0".repeat(60) + "1e62")).isEqualByComparingTo("10");
    }

    @Test
    void agreesWithTheJdkOnRandomNumbers() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = (random.nextBoolean() ? "-" : "")
                    + random.nextInt(2_000)
                    + (random.nextBoolean() ? "." + random.nextLong(1_000_000_000_000L) : "")
                    + (random.nextInt(4) == 0 ? "e" + random.nextInt(-20, 20) : "");
            assertThat(parse(text)).as("seed %d: %s", seed, text).isEqualByComparingTo(new BigDecimal(text));
        }
    }
}
