package io.wattline.ingestor.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalTallyTest {

    private final List<RefusalReason> metered = new ArrayList<>();
    private final RefusalTally tally = new RefusalTally(metered::add);

    @Test
    void countsByClientAndReasonUntilTaken() {
        tally.brokerLogged("Client M1 disconnected, not authorised.");
        tally.brokerLogged("Client M1 disconnected, not authorised.");
        tally.brokerLogged("Client M1 closed its connection.");
        tally.retained("M1", "meters/M1/telemetry");

        assertThat(counts(tally.take())).containsExactlyInAnyOrder("M1 NOT_AUTHORIZED 2", "M1 RETAINED_MESSAGE 1");
        assertThat(tally.take()).isEmpty();
        assertThat(metered)
                .containsExactly(
                        RefusalReason.NOT_AUTHORIZED, RefusalReason.NOT_AUTHORIZED, RefusalReason.RETAINED_MESSAGE);
    }

    @Test
    void countsOnWhatCouldNotBeStored() {
        tally.retained("M1", "a");
        List<RefusalTally.Count> taken = tally.take();
        tally.retained("M1", "b");
        tally.putBack(taken);

        assertThat(counts(tally.take())).containsExactly("M1 RETAINED_MESSAGE 2");
    }

    @Test
    void distinguishesAThousandClientsAndCountsTheRestTogether() {
        for (int i = 0; i < 1_500; i++) {
            tally.retained("M" + i, "t");
            tally.retained("M" + i, "t");
        }

        List<RefusalTally.Count> taken = tally.take();
        assertThat(taken).hasSize(1_001);
        assertThat(taken.stream().mapToLong(RefusalTally.Count::times).sum()).isEqualTo(3_000);
        assertThat(counts(taken)).contains("(others) RETAINED_MESSAGE 1000");
    }

    private static List<String> counts(List<RefusalTally.Count> counts) {
        return counts.stream()
                .map(count -> count.last().client() + " " + count.last().reason() + " " + count.times())
                .toList();
    }
}
