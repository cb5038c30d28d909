package io.wattline.ingestor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.testing.Readings;
import org.junit.jupiter.api.Test;

/// The connection was lost between COMMIT and its answer. Storing again would be harmless for history, but would count
/// every reading as a duplicate of itself.
class CommitUnansweredTest {

    private final CommitterFixture fixture = new CommitterFixture();
    private final FakeDelivery delivery = FakeDelivery.of(Readings.meters("M1", 2));

    @Test
    void aCommitThatWasCarriedOutIsNotRepeated() throws InterruptedException {
        fixture.store.losesAnAnswer(true, true);

        assertThat(fixture.write(delivery)).isTrue();

        assertThat(fixture.store.tries()).isOne();
        assertThat(delivery.counts()).containsExactly(2, 0, 0);
        assertThat(fixture.health.complaint()).isNull();
    }

    @Test
    void aCommitThatWasNotCarriedOutIsRepeated() throws InterruptedException {
        fixture.store.losesAnAnswer(false, false);

        assertThat(fixture.write(delivery)).isTrue();

        assertThat(fixture.store.tries()).isEqualTo(2);
        assertThat(delivery.counts()).containsExactly(2, 0, 0);
    }

    @Test
    void asksUntilTheServerCanTell() throws InterruptedException {
        fixture.store.losesAnAnswer(
                true, FailingStore.unavailable(), FailingStore.unavailable(), new IllegalStateException("a bug"), true);

        assertThat(fixture.write(delivery)).isTrue();

        assertThat(fixture.store.tries()).isOne();
        assertThat(delivery.counts()).containsExactly(2, 0, 0);
    }

    @Test
    void givesUpOnAnOutcomeThatNobodyTells() throws InterruptedException {
        fixture.store.losesAnAnswer(true, FailingStore.unavailable(), FailingStore.unavailable(), true);

        assertThat(fixture.givesUpWhenAsked(5).write(delivery)).isFalse();

        assertThat(delivery.end()).isEqualTo("kept");
        assertThat(fixture.accounts()).isEqualTo(new Accounts(2, 0, 0, 0, 2, 0, 0));
    }
}
