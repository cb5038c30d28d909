package io.wattline.ingestor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.testing.Readings;
import org.junit.jupiter.api.Test;

class BatchSizeTest {

    private final BatchSize size = new BatchSize(100);

    @Test
    void halvesAfterATimeOutAndGrowsSlowly() {
        size.tooMany(100);
        assertThat(size.rows()).isEqualTo(50);
        size.tooMany(50);
        assertThat(size.rows()).isEqualTo(25);

        size.committed(25);
        assertThat(size.rows()).isEqualTo(27);
        for (int i = 0; i < 50; i++) {
            size.committed(size.rows());
        }
        assertThat(size.rows()).isEqualTo(100);
    }

    @Test
    void smallBatchesDoNotGrowTheLimit() {
        size.tooMany(100);
        size.committed(24);
        assertThat(size.rows()).isEqualTo(50);
    }

    @Test
    void neverFallsBelowOneRow() {
        size.tooMany(1);
        assertThat(size.rows()).isOne();
        assertThat(size.fits(1)).isTrue();
        assertThat(size.fits(2)).isFalse();
    }

    @Test
    void arrayMayExceedTheMaximumButNotTheReducedLimit() {
        assertThat(size.fits(599)).isTrue();
        size.tooMany(599);
        assertThat(size.fits(599)).isFalse();
    }

    @Test
    void commitsABatchThatTakesTooLongInParts() throws InterruptedException {
        var fixture = new CommitterFixture();
        fixture.store.tooSlowAbove(30);
        FakeDelivery delivery = FakeDelivery.of(Readings.meters("M1", 100));

        assertThat(fixture.write(delivery)).isTrue();

        assertThat(fixture.store.commitSizes()).allMatch(rows -> rows <= 30);
        assertThat(delivery.counts()).containsExactly(100, 0, 0);
        assertThat(fixture.store.tries()).isLessThanOrEqualTo(7);
    }
}
