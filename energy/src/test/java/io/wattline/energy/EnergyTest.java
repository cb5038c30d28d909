package io.wattline.energy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnergyTest {

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
    void ratioIsRoundedHalfEvenToFourPlaces(BigDecimal kwhAc, BigDecimal kwhDc, BigDecimal ratio) {
        assertThat(new Energy(kwhAc, kwhDc).ratio()).isEqualTo(ratio);
    }

    @Test
    void ratioIsNullWhenNothingWasDrawn() {
        assertThat(new Energy(new BigDecimal("0.000000"), BigDecimal.ONE).ratio())
                .isNull();
    }

    @Test
    void lossAndSumsAreExact() {
        Energy energy = new Energy(new BigDecimal("46.200001"), new BigDecimal("39.9"));
        assertThat(energy.loss()).isEqualByComparingTo("6.300001");
        assertThat(energy.plus(energy)).isEqualTo(new Energy(new BigDecimal("92.400002"), new BigDecimal("79.8")));
        assertThat(new Energy(BigDecimal.ONE, BigDecimal.TEN).loss()).isEqualByComparingTo("-9");
        assertThat(Energy.NONE.plus(energy)).isEqualTo(energy);
    }
}
