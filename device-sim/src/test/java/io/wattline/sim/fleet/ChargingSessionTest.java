package io.wattline.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChargingSessionTest {

    @Test
    void deliversTheRequestedEnergyAndEndsAtTheTarget() {
        for (OnboardCharger charger : OnboardCharger.values()) {
            VehicleProfile vehicle = new VehicleProfile(charger, 60, 100, 94, 18, 25);
            ChargingSession charge = ChargingSession.of(vehicle, 0, 25, 1);
            long end = charge.endMicros();
            assertThat(charge.dcRegister(end) / 1e6).as(charger.name()).isEqualTo(25, within(1e-3));
            assertThat(charge.soc(0)).isEqualTo(100 - 100 * 25.0 / 60, within(1e-6));
            assertThat(charge.soc(end)).isEqualTo(100, within(1e-3));
            assertThat(charge.acKw(end / 100)).isEqualTo(charger.ratedAcKw());
            assertThat(charge.acKw(end - 1_000_000)).isEqualTo(0.15 * charger.ratedAcKw(), within(0.01));
        }
    }

    @Test
    void tapersFromTheTaperPointOn() {
        VehicleProfile vehicle = new VehicleProfile(OnboardCharger.VOLKSWAGEN_ID3, 60, 100, 94, 18, 25);
        ChargingSession charge = ChargingSession.of(vehicle, 0, 25, 1);
        long taper = (long) (charge.curve().constantSeconds() * 1e6);
        assertThat(charge.soc(taper)).isEqualTo(94, within(0.01));
    }

    @Test
    void stopsWithoutTaperAtATargetBelowTheTaperPoint() {
        VehicleProfile vehicle = new VehicleProfile(OnboardCharger.VOLKSWAGEN_ID3, 60, 80, 94, 18, 25);
        ChargingSession charge = ChargingSession.of(vehicle, 0, 25, 1);
        assertThat(charge.curve().taperSeconds()).isZero();
        assertThat(charge.soc(charge.endMicros())).isEqualTo(80, within(1e-3));
    }
}
