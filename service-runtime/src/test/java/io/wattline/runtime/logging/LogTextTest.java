package io.wattline.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

    @Test
    void escapesTextThatCouldForgeALine() {
        assertThat(LogText.safe("a\nb\r\tc\u001b[31m\u2028\u202e\u0000"))
                .isEqualTo("a\\u000ab\\u000d\\u0009c\\u001b[31m\\u2028\\u202e\\u0000");
    }

    @Test
    void leavesOrdinaryTextAlone() {
        assertThat(LogText.safe("häuser € 🚗 key=value")).isEqualTo("häuser € 🚗 key=value");
    }

    @Test
    void cutsLongText() {
        assertThat(LogText.safe("x".repeat(2_500))).hasSizeLessThan(2_050).endsWith("xx... (500 more characters)");
    }
}
