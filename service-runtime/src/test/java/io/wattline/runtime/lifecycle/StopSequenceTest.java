package io.wattline.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StopSequenceTest {

    private final List<String> stopped = new CopyOnWriteArrayList<>();

    @Test
    void runsStepsInOrderAndOnce() {
        StopSequence sequence = new StopSequence(Duration.ofSeconds(10))
                .then("first", () -> stopped.add("first"))
                .then("second", () -> stopped.add("second"));
        sequence.run();
        sequence.run();
        assertThat(stopped).containsExactly("first", "second");
    }

    @Test
    void continuesAfterAStepThatFails() {
        new StopSequence(Duration.ofSeconds(10))
                .then("bad", () -> {
                    throw new IllegalStateException("no");
                })
                .then("good", () -> stopped.add("good"))
                .run();
        assertThat(stopped).containsExactly("good");
    }

    @Test
    @Timeout(30)
    void interruptsAHangingStepAndRunsTheNext() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        new StopSequence(Duration.ofMillis(50))
                .then("hangs", () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                })
                .then("next", () -> stopped.add("next"))
                .run();
        assertThat(stopped).containsExactly("next");
        interrupted.await();
    }
}
