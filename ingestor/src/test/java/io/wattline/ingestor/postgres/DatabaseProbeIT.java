package io.wattline.ingestor.postgres;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.runtime.observe.HealthCheck;
import org.junit.jupiter.api.Test;

class DatabaseProbeIT {

    @Test
    void reportsWhetherTheDatabaseAnswers() {
        try (var fixture = StoreFixture.bare()) {
            var probe = new DatabaseProbe(fixture.pool);
            assertThatCode(probe::check).doesNotThrowAnyException();

            fixture.pool.close();

            assertThatThrownBy(probe::check)
                    .isInstanceOf(HealthCheck.DownException.class)
                    .hasMessageContaining("no connection to the database");
        }
    }
}
