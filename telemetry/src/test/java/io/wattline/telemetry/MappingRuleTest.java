package io.wattline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingRuleTest {

    @Test
    void substitutesTheCapture() {
        MappingRule rule = MappingRule.parse("VEHICLE_(.*) -> METER_$1");
        assertThat(rule.meterOf("VEHICLE_17")).contains("METER_17");
        assertThat(rule.meterOf("VEHICLE_")).contains("METER_");
        assertThat(rule.meterOf("vehicle_17")).isEmpty();
        assertThat(rule.meterOf("XVEHICLE_17")).isEmpty();
    }

    @Test
    void matchesThePartsOnBothSides() {
        MappingRule rule = MappingRule.parse("a-(.*)-z->$1.m");
        assertThat(rule.meterOf("a-b-z")).contains("b.m");
        assertThat(rule.meterOf("a-z")).isEmpty();
    }

    @Test
    void treatsOtherCharactersLiterally() {
        MappingRule rule = MappingRule.parse("V.*(.*) -> M$1");
        assertThat(rule.meterOf("V.*1")).contains("M1");
        assertThat(rule.meterOf("Vxx1")).isEmpty();
    }

    @Test
    void neverNamesAMeterOutsideTheGrammar() {
        assertThat(MappingRule.parse("V(.*) -> $1").meterOf("V_1")).isEmpty();
        assertThat(MappingRule.parse("V(.*) -> METER_$1").meterOf("V" + "x".repeat(63)))
                .isEmpty();
        assertThat(MappingRule.parse("V(.*) -> METER_$1").meterOf("V 1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "VEHICLE_1 -> METER_1",
                "(.*)(.*) -> $1",
                "(a+)+(.*) -> $1",
                "V(.*) -> M",
                "V(.*) -> $1$1",
                "V(.*) -> M$2",
                "V(.+) -> M$1",
                "V(.*) -> a b$1",
                "V(.*) -> _$1",
                "_V(.*) -> M$1",
                "V(.*) = M$1"
            })
    void refusesWhatIsNoRuleOrNamesNothing(String text) {
        assertThatThrownBy(() -> MappingRule.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
