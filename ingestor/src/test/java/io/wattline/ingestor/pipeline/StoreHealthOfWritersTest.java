package io.wattline.ingestor.pipeline;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.testing.Readings;
import org.junit.jupiter.api.Test;

/// Readiness, where one of two writers makes no headway.
class StoreHealthOfWritersTest {

    /// Fails for one reading, whichever writer has it.
    private final RecordingStore stuck = new RecordingStore() {
        @Override
        public Stored store(BatchContent content) {
            if (content.meters().stream()
                    .anyMatch(row -> row.reading().deviceId().equals("STUCK"))) {
                throw FailingStore.unavailable();
            }
            return super.store(content);
        }
    };

    @Test
    void successOfAnotherWriterDoesNotHideAFailingOne() throws Exception {
        try (var fixture = new PoolFixture(2, 1, stuck)) {
            fixture.offer(FakeDelivery.of(Readings.meter("STUCK")));
            eventually("fails", () -> fixture.health.complaint() != null);

            FakeDelivery other = FakeDelivery.of(Readings.meter("M1"));
            fixture.offer(other);
            eventually("stored by the other writer", () -> PoolFixture.allAcknowledged(other));

            assertThat(fixture.health.complaint()).contains("08006");
        }
    }
}
