package io.wattline.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients on real sockets that ask for much and never read it.
@Timeout(60)
class SlowReadersTest {

    @Test
    void refusesMoreWhileTenClientsDoNotReadTheirAnswers() throws IOException {
        try (TestServer server = new TestServer()) {
            List<RawClient> clients = new ArrayList<>();
            try {
                List<Integer> statuses = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    RawClient client = server.client();
                    clients.add(client);
                    statuses.add(client.get("/big").responseToHead().status());
                }
                assertThat(statuses).contains(503);
            } finally {
                for (RawClient client : clients) {
                    client.close();
                }
            }
        }
    }
}
