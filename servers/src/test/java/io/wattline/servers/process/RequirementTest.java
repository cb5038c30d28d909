package io.wattline.servers.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class RequirementTest {

    @Test
    void skipsWithTheReasonUnlessOnCi() {
        assertThat(Requirement.missing("no mosquitto", false))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("no mosquitto");
        assertThat(Requirement.missing("no mosquitto", true))
                .isNotInstanceOf(TestAbortedException.class)
                .hasMessageContaining("no mosquitto");
    }
}
