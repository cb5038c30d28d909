package io.wattline.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TargetTest {

    @Test
    void judgesWhereMoreIsBetter() {
        Target rate = Target.atLeast(30_000, 45_000);
        assertThat(rate.judge(45_000)).isEqualTo(Rating.AIM_MET);
        assertThat(rate.judge(44_999)).isEqualTo(Rating.MET);
        assertThat(rate.judge(30_000)).isEqualTo(Rating.MET);
        assertThat(rate.judge(29_999)).isEqualTo(Rating.MISSED);
    }

    @Test
    void judgesWhereLessIsBetter() {
        Target latency = Target.atMost(100, 25);
        assertThat(latency.judge(25)).isEqualTo(Rating.AIM_MET);
        assertThat(latency.judge(25.1)).isEqualTo(Rating.MET);
        assertThat(latency.judge(100)).isEqualTo(Rating.MET);
        assertThat(latency.judge(100.1)).isEqualTo(Rating.MISSED);
    }

    @Test
    void missesAFigureThatCouldNotBeMeasured() {
        assertThat(Target.atLeast(1, 2).judge(Double.NaN)).isEqualTo(Rating.MISSED);
        assertThat(Target.atMost(2, 1).judge(Double.NaN)).isEqualTo(Rating.MISSED);
    }

    @Test
    void refusesAnAimWeakerThanTheRequirement() {
        assertThatThrownBy(() -> Target.atLeast(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Target.atMost(1, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
