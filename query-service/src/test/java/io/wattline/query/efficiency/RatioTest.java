package io.wattline.query.efficiency;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioTest {

    @ParameterizedTest
    @CsvSource({
        "46.2, 39.9, 0.8636",
        "5.5, 4.6, 0.8364",
        "125.5, 105.2, 0.8382",
        "120.50, 105.30, 0.8739",
        "10.687688, 10.11, 0.9459",
        "2, 1.00005, 0.5000",
        "2, 1.00015, 0.5001",
        "2, 1.00025, 0.5001",
        "1, 0, 0.0000"
    })
    void roundsHalfEvenToFourPlaces(BigDecimal kwhAc, BigDecimal kwhDc, BigDecimal ratio) {
        assertThat(Ratio.of(kwhDc, kwhAc)).isEqualTo(ratio);
    }

    @Test
    void isUnknownWhereNothingWasDrawn() {
        assertThat(Ratio.of(BigDecimal.ONE, new BigDecimal("0.000000"))).isNull();
    }
}
