package io.wattline.ingestor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.testing.Readings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The connection was lost between COMMIT and its answer: the batch is written again, which the key makes harmless.
class CommitUnansweredTest {

    private final CommitterFixture fixture = new CommitterFixture();
    private final FakeDelivery delivery = FakeDelivery.of(Readings.meters("M1", 2));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writesTheBatchAgainAndAcceptsEachReadingOnce(boolean carriedOut) throws InterruptedException {
        fixture.store.losesAnAnswer(carriedOut);

        assertThat(fixture.write(delivery)).isTrue();

        assertThat(fixture.store.tries()).isEqualTo(2);
        assertThat(delivery.counts()).containsExactly(2, 0, 0);
        assertThat(fixture.health.complaint()).isNull();
    }

    @Test
    void onlyTheFirstOfTwoEqualReadingsOfAMessageIsAccepted() throws InterruptedException {
        fixture.store.losesAnAnswer(true);
        FakeDelivery twice = FakeDelivery.of(Readings.meter("M1"), Readings.meter("M1"));

        fixture.write(twice);

        assertThat(twice.counts()).containsExactly(1, 1, 0);
    }

    @Test
    void readingOfAnEarlierMessageStaysADuplicate() throws InterruptedException {
        fixture.write(FakeDelivery.of(Readings.meters("M1", 2)).receivedAt(Readings.NOON.minusSeconds(9)));
        fixture.store.losesAnAnswer(true);

        fixture.write(delivery);

        assertThat(delivery.counts()).containsExactly(0, 2, 0);
    }

    @Test
    void keepsTheBatchWhenToldToGiveUp() throws InterruptedException {
        fixture.store.losesAnAnswer(true);

        assertThat(fixture.givesUpWhenAsked(1).write(delivery)).isFalse();

        assertThat(delivery.end()).isEqualTo("kept");
        assertThat(fixture.accounts()).isEqualTo(new Accounts(2, 0, 0, 0, 0, 2, 0, 0));
    }
}
