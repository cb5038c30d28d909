package io.wattline.energy.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.energy.Energy;
import io.wattline.energy.matching.MatchedEnergy;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowVerdictTest {

    private static final Duration DAY = Duration.ofHours(24);

    private static JudgedWindow window(String ac, String dc, String expected, int hoursAc, int hoursDc) {
        Energy energy = new Energy(new BigDecimal(ac), new BigDecimal(dc));
        MatchedEnergy matched = new MatchedEnergy(
                10,
                Duration.ofHours(Math.min(hoursAc, hoursDc)),
                energy,
                new BigDecimal(expected),
                BigDecimal.ZERO,
                known(hoursAc, hoursDc));
        return new JudgedWindow(DAY, energy, matched);
    }

    private static WindowStatus status(String ac, String dc, String expected, LossStanding standing) {
        return WindowVerdict.of(window(ac, dc, expected, 24, 24), standing).status();
    }

    @ParameterizedTest
    @CsvSource({
        "0.999999, 0.9, 0.9, USUAL, INSUFFICIENT_DATA",
        "1, 1.03, 0.9, USUAL, HEALTHY",
        "1, 1.030001, 0.9, ALERT_OPEN, IMPLAUSIBLE",
        "100, 82, 90, LEARNING, HEALTHY",
        "100, 81.999999, 90, LEARNING, DEGRADED",
        "100, 70, 90, USUAL, HEALTHY",
        "100, 90, 90, ALERT_OPEN, DEGRADED"
    })
    void appliesTheStatusesInOrder(String ac, String dc, String expected, LossStanding standing, WindowStatus status) {
        assertThat(status(ac, dc, expected, standing)).isEqualTo(status);
    }

    /// Nothing could be compared.
    private static JudgedWindow apart(String ac, String dc, int hoursAc, int hoursDc) {
        MatchedEnergy matched = new MatchedEnergy(
                0, Duration.ZERO, Energy.NONE, BigDecimal.ZERO, BigDecimal.ZERO, known(hoursAc, hoursDc));
        return new JudgedWindow(DAY, new Energy(new BigDecimal(ac), new BigDecimal(dc)), matched);
    }

    private static MatchedEnergy.Known known(int hoursAc, int hoursDc) {
        return new MatchedEnergy.Known(Duration.ofHours(hoursAc), Duration.ofHours(hoursDc));
    }

    @Test
    void aDeviceThatSendsOnlyWhileItChargesMissesNothing() {
        assertThat(WindowVerdict.of(window("20", "18", "18.4", 24, 2), LossStanding.USUAL)
                        .status())
                .isEqualTo(WindowStatus.HEALTHY);
        assertThat(WindowVerdict.of(window("20", "18", "18.4", 2, 2), LossStanding.USUAL)
                        .status())
                .isEqualTo(WindowStatus.HEALTHY);
    }

    @Test
    void namesTheMissingSide() {
        WindowVerdict noMeter = WindowVerdict.of(apart("0", "9", 11, 24), LossStanding.USUAL);
        assertThat(noMeter.status()).isEqualTo(WindowStatus.MISSING_DATA);
        assertThat(noMeter.evidence())
                .isEqualTo("The meter is known for 46 % of the window, in which the vehicle counted 9 kWh.");
        WindowVerdict noVehicle = WindowVerdict.of(apart("9", "0", 24, 11), LossStanding.USUAL);
        assertThat(noVehicle.status()).isEqualTo(WindowStatus.MISSING_DATA);
        assertThat(noVehicle.evidence()).startsWith("The vehicle is known for 46 %");
        assertThat(noVehicle.excessLoss()).isNull();
    }

    @Test
    void silentVehicleIsNotMissingWhileItsMeterIsOnStandby() {
        assertThat(WindowVerdict.of(window("0.2", "0", "0", 24, 0), LossStanding.USUAL)
                        .status())
                .isEqualTo(WindowStatus.INSUFFICIENT_DATA);
    }

    @Test
    void reportsTheExcessLossAndTheReason() {
        WindowVerdict verdict = WindowVerdict.of(window("20", "17", "18.4", 24, 18), LossStanding.ALERT_OPEN);
        assertThat(verdict.excessLoss()).isEqualByComparingTo("1.4");
        assertThat(verdict.coverage()).isEqualTo(0.75);
        assertThat(verdict.evidence())
                .isEqualTo("17 of 20 kWh arrived (ratio 0.8500), 18.4 kWh were expected; a loss alert is open.");
        assertThat(WindowVerdict.unmapped().status().word()).isEqualTo("unmapped");
    }
}
