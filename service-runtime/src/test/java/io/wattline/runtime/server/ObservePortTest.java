package io.wattline.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.runtime.access.AccessConfig;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ObservePortTest {

    private static int status(int port, String path) throws IOException {
        try (RawClient client = new RawClient(port)) {
            return client.get(path).response().status();
        }
    }

    @Test
    void movesProbesAwayFromTheServicesOwnRoutes() throws IOException {
        HttpConfig config = new HttpConfig(
                "127.0.0.1", 0, OptionalInt.of(0), Optional.empty(), AccessConfig.open(), HttpLimits.defaults());
        try (TestServer server = new TestServer(config)) {
            int observe = server.server.observePort();
            assertThat(observe).isNotEqualTo(server.port());
            assertThat(status(observe, "/health/live")).isEqualTo(200);
            assertThat(status(observe, "/things/a")).isEqualTo(404);
            assertThat(status(server.port(), "/health/live")).isEqualTo(404);
            assertThat(status(server.port(), "/things/a")).isEqualTo(200);
        }
    }
}
