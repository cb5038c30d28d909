package io.wattline.sim.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wattline.sim.report.Ledger;
import io.wattline.sim.report.PubackResult;
import io.wattline.sim.report.Summary;
import io.wattline.sim.report.Tally;
import io.wattline.sim.workload.Entry;
import io.wattline.sim.workload.Message;
import io.wattline.sim.workload.MessageSource;
import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.Reading;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatcherTest {

    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final Tally tally = new Tally();
    private final SteppingTicker ticker = new SteppingTicker();

    @TempDir
    private Path folder;

    @Test
    void sendsEachMessageWhenItIsDue() throws InterruptedException {
        List<Long> sentAt = new ArrayList<>();
        Publisher publisher = (_, _, receipt) -> {
            sentAt.add(ticker.nanos());
            receipt.handedOver();
            receipt.ended(PubackResult.OK, "");
        };
        new Dispatcher(publisher, tally, null, ticker).run(messages(4, 250), DRAIN);
        assertThat(sentAt).hasSize(4);
        for (int n = 0; n < 4; n++) {
            assertThat(TimeUnit.NANOSECONDS.toMillis(sentAt.get(n))).isCloseTo(n * 250L, within(1L));
        }
    }

    @Test
    void aSlowPublisherDelaysMessagesButNotWhenTheyWereDue() throws InterruptedException {
        Publisher publisher = (_, _, receipt) -> {
            receipt.handedOver();
            ticker.pause(TimeUnit.MILLISECONDS.toNanos(100));
            receipt.ended(PubackResult.OK, "");
        };
        Duration elapsed = new Dispatcher(publisher, tally, null, ticker).run(messages(10, 10), DRAIN);
        assertThat(elapsed.toMillis()).isCloseTo(1000, within(5L));
        assertThat(tally.summary(elapsed).timing().lateMillis().max()).isCloseTo(810, within(20.0));
    }

    @Test
    void countsEachReadingOnceByPubackResult() throws InterruptedException {
        PubackResult[] results = PubackResult.values();
        int[] n = {0};
        Publisher publisher = (_, _, receipt) -> {
            receipt.handedOver();
            PubackResult result = results[n[0]++ % results.length];
            receipt.ended(result, result == PubackResult.REFUSED ? "NOT_AUTHORIZED" : "");
            receipt.ended(PubackResult.OK, "said twice");
        };
        new Dispatcher(publisher, tally, null, ticker).run(messages(8, 0), DRAIN);
        Summary summary = tally.summary(Duration.ofSeconds(1));
        assertThat(summary.counts()).isEqualTo(new Summary.Counts(8, 2, 2, 2, 2));
        assertThat(summary.refusals()).containsOnlyKeys("NOT_AUTHORIZED").containsValue(2L);
        assertThat(summary.allAcknowledged()).isFalse();
    }

    @Test
    void readingsWithoutAPubackAfterTheDrainAreUnknown() throws Exception {
        Path file = folder.resolve("ledger.csv");
        try (Ledger ledger = new Ledger(file)) {
            Publisher silent = (_, _, receipt) -> receipt.handedOver();
            new Dispatcher(silent, tally, ledger, Ticker.SYSTEM).run(messages(3, 0), Duration.ofMillis(20));
        }
        assertThat(tally.summary(Duration.ZERO).counts()).isEqualTo(new Summary.Counts(3, 0, 0, 0, 3));
        assertThat(Files.readAllLines(file)).hasSize(4).element(1).asString().contains(",UNKNOWN,");
    }

    @Test
    void boundsOutstandingMessages() throws InterruptedException {
        List<Publisher.Receipt> held = new ArrayList<>();
        Publisher silent = (_, _, receipt) -> held.add(receipt);
        Dispatcher dispatcher = new Dispatcher(silent, tally, null, Ticker.SYSTEM);
        byte[] payload = new byte[1 << 20];
        int[] asked = {0};
        MessageSource endless = () -> {
            // 64 MiB hold 63 messages of 1 MiB and their overhead; the one after that must wait until it is stopped.
            if (++asked[0] == 64) {
                dispatcher.stop();
            }
            return new Message(0, Message.UNPACED, payload, List.of(Entry.sound(reading(asked[0]))));
        };
        dispatcher.run(endless, Duration.ofMillis(10));
        assertThat(held).hasSize(63);
    }

    @Test
    void endsWithAFaultWhenTheLedgerCannotBeWritten() throws IOException {
        Ledger ledger = new Ledger(folder.resolve("ledger.csv"));
        ledger.close();
        Publisher publisher = (_, _, receipt) -> {
            receipt.handedOver();
            receipt.ended(PubackResult.OK, "");
        };
        assertThatThrownBy(() -> new Dispatcher(publisher, tally, ledger, ticker).run(messages(100, 0), DRAIN))
                .hasMessageContaining("ledger");
        assertThat(tally.summary(Duration.ZERO).counts().sent()).isEqualTo(1);
    }

    private static MessageSource messages(int count, long spacingMillis) {
        var messages = IntStream.range(0, count)
                .mapToObj(n -> new Message(
                        n,
                        TimeUnit.MILLISECONDS.toNanos(n * spacingMillis),
                        new byte[10],
                        List.of(Entry.sound(reading(n)))))
                .iterator();
        return () -> messages.hasNext() ? messages.next() : null;
    }

    private static Reading reading(int n) {
        return new MeterReading("M", Instant.EPOCH.plusSeconds(n), new BigDecimal("0.000001"), 230);
    }

    /// Time that passes only by waiting.
    private static final class SteppingTicker implements Ticker {

        private long nanos;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void pause(long pause) {
            nanos += pause;
        }
    }
}
