package io.wattline.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class MosquittoServerIT {

    @Test
    void restartsOnItsPortAfterAKill() {
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
}
