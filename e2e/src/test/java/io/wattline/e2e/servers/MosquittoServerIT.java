package io.wattline.e2e.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class MosquittoServerIT {

    @Test
    void comesBackOnItsPortAfterAKill() {
        try (MosquittoServer broker = MosquittoServer.create()) {
            int port = broker.port();
            long pid = broker.pid();
            broker.kill();
            assertThatThrownBy(broker::pid).hasMessageContaining("start()");
            broker.start();
            assertThat(broker.pid()).isNotEqualTo(pid);
            assertThat(broker.port()).isEqualTo(port);
        }
    }

    @Test
    void runsOnTheShippedLimitsInAFolderOfItsOwn() throws IOException {
        try (MosquittoServer broker = MosquittoServer.create()) {
            String limits = Files.readString(broker.path("/mosquitto/config/conf.d/limits.conf"));
            assertThat(limits)
                    .contains("max_packet_size 262144")
                    .contains("persistence_location " + broker.path("/mosquitto/data/") + "/");
            broker.stop();
            assertThat(broker.path("/mosquitto/data/mosquitto.db")).isNotEmptyFile();
        }
    }

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
