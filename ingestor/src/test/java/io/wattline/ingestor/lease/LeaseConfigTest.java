package io.wattline.ingestor.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseConfigTest {

    @Test
    void twoRenewalsMayFailWithinALease() {
        var config = new LeaseConfig(4, Duration.ofSeconds(9), Duration.ofSeconds(3), true);
        assertThat(config.renew()).isEqualTo(Duration.ofSeconds(3));
        assertThatThrownBy(() -> new LeaseConfig(4, Duration.ofSeconds(8), Duration.ofSeconds(3), true))
                .hasMessageContaining("three times");
    }

    @ParameterizedTest(name = "{0} slots among {1}: the one of rank {2} gets {3}")
    @CsvSource({"4,1,0,4", "4,3,0,2", "4,3,1,1", "4,3,2,1", "2,3,0,1", "2,3,1,1", "2,3,2,0", "0,1,0,0"})
    void sharesDifferByOneAtMost(int slots, int ingestors, int rank, int share) {
        assertThat(new Renewal.Standing(true, rank, ingestors, false).shareOf(slots))
                .isEqualTo(share);
    }
}
