package io.wattline.energy.efficiency;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    @ParameterizedTest
    @CsvSource({
        "0.999999, 0.9, INSUFFICIENT_DATA",
        "1, 1.02, HEALTHY",
        "1, 1.020001, IMPLAUSIBLE",
        "100, 86, HEALTHY",
        "100, 85.999999, DEGRADED",
        "100, 0, DEGRADED"
    })
    void comparesWithTheExpectationOf91Percent(BigDecimal kwhAc, BigDecimal kwhDc, EfficiencyStatus status) {
        assertThat(Verdict.of(kwhAc, kwhDc, new BigDecimal("0.91"))).isEqualTo(status);
    }

    @Test
    void isInsufficientDataWithoutAnExpectation() {
        assertThat(Verdict.of(BigDecimal.TEN, BigDecimal.ONE, null)).isEqualTo(EfficiencyStatus.INSUFFICIENT_DATA);
        assertThat(Verdict.of(BigDecimal.ONE, BigDecimal.TEN, null)).isEqualTo(EfficiencyStatus.IMPLAUSIBLE);
    }

    @Test
    void usesTheWordsOfTheApi() {
        assertThat(EfficiencyStatus.values())
                .extracting(EfficiencyStatus::word)
                .containsExactly("unmapped", "insufficient_data", "implausible", "degraded", "healthy");
    }
}
