package io.wattline.ingestor.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BytesInHandTest {

    private static final class RecordingGate extends ReadGate {
        private String last = "never touched";

        @Override
        void shut() {
            last = "shut";
        }

        @Override
        void open() {
            last = "open";
        }
    }

    private final RecordingGate gate = new RecordingGate();
    private final BytesInHand bytes = new BytesInHand(100, gate);
    private final ArrivedMessages arrivals = new ArrivedMessages(bytes);

    @Test
    void readingStopsAboveTheBoundAndResumesAtHalfOfIt() {
        ArrivedMessages.Message first = arrivals.add(60);
        ArrivedMessages.Message second = arrivals.add(40);
        assertThat(gate.last).isEqualTo("never touched");

        ArrivedMessages.Message third = arrivals.add(10);
        assertThat(gate.last).isEqualTo("shut");
        assertThat(bytes.isFull()).isTrue();

        arrivals.end(first);
        assertThat(bytes.now()).isEqualTo(50);
        assertThat(gate.last).isEqualTo("open");
        arrivals.end(second);
        arrivals.end(third);
        assertThat(bytes.now()).isZero();
    }

    @Test
    void clientHoldsAMessageThatIsAcknowledgedBeforeAnEarlierOne() {
        ArrivedMessages.Message first = arrivals.add(10);
        ArrivedMessages.Message second = arrivals.add(20);

        arrivals.end(second);
        assertThat(bytes.now()).isEqualTo(30);

        arrivals.end(first);
        assertThat(bytes.now()).isZero();
    }

    @Test
    void countsOnlyMessagesOfWritersAfterTheConnectionEnded() {
        ArrivedMessages.Message inHand = arrivals.add(10);
        arrivals.leave(arrivals.add(20));
        arrivals.end(arrivals.add(30));
        assertThat(bytes.now()).isEqualTo(60);

        arrivals.endAll();
        assertThat(bytes.now()).isEqualTo(10);

        arrivals.end(inHand);
        arrivals.leave(arrivals.add(5));
        assertThat(bytes.now()).isZero();
    }

    @Test
    void pausesNewConnectionsToo() {
        arrivals.add(101);
        gate.last = "a new connection";
        arrivals.add(1);
        assertThat(gate.last).isEqualTo("shut");
    }
}
