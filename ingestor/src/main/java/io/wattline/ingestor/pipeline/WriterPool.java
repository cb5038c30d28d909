package io.wattline.ingestor.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The writers and their threads. Started once, stopped once.
public final class WriterPool {

    private static final Logger LOG = LoggerFactory.getLogger(WriterPool.class);
    /// How long writers that were told to give up may take to do so.
    private static final Duration LAST_PATIENCE = Duration.ofMillis(500);

    /// How the writers work.
    ///
    /// @param writers how many, 1 to 64
    /// @param maxRows after how many items a batch is closed; an array may take it over by 499
    public record Config(int writers, int maxRows) {
        public Config {
            if (writers < 1 || writers > 64 || maxRows < 1 || maxRows > 100_000) {
                throw new IllegalArgumentException("1 to 64 writers, 1 to 100000 rows a batch");
            }
        }
    }

    /// What the writers of one pool have in common.
    static final class Shared {
        private final PipelineMetrics metrics;
        private final QuarantineCap cap;
        private volatile boolean stopping;
        private volatile boolean givingUp;
        private final LongAdder keptMessages = new LongAdder();

        Shared(PipelineMetrics metrics, QuarantineCap cap) {
            this.metrics = metrics;
            this.cap = cap;
        }

        PipelineMetrics metrics() {
            return metrics;
        }

        QuarantineCap cap() {
            return cap;
        }

        boolean stopping() {
            return stopping;
        }

        boolean givingUp() {
            return givingUp;
        }

        /// Notes that so many messages were left to their senders.
        void kept(int messages) {
            keptMessages.add(messages);
        }
    }

    private final Handoff handoff;
    private final Shared shared;
    private final List<Writer> writers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final InstantSource clock;

    /// @param onDeath called when a writer dies of an error that is no exception, such as running out of memory
    public WriterPool(
            Config config,
            Handoff handoff,
            Storage storage,
            StoreHealth health,
            Observed observed,
            Thread.UncaughtExceptionHandler onDeath) {
        this.handoff = handoff;
        this.clock = observed.clock();
        this.shared = new Shared(observed.metrics(), observed.cap());
        for (int i = 1; i <= config.writers(); i++) {
            var committer = new BatchCommitter(
                    storage,
                    health.ofWriter(),
                    observed.metrics(),
                    new BatchSize(config.maxRows()),
                    BatchCommitter.backoff(ThreadLocalRandom.current()),
                    shared::givingUp);
            var writer = new Writer(handoff, committer, shared);
            writers.add(writer);
            threads.add(Thread.ofPlatform()
                    .name("writer-" + i)
                    .uncaughtExceptionHandler(onDeath)
                    .unstarted(writer));
        }
        observed.metrics().watch(this::oldestUnacknowledgedAge, handoff::size);
    }

    /// What watches and bounds the writers.
    ///
    /// @param clock what ages are measured by
    public record Observed(PipelineMetrics metrics, QuarantineCap cap, InstantSource clock) {}

    public void start() {
        threads.forEach(Thread::start);
    }

    /// How long the oldest message that is neither acknowledged nor kept has been here; zero if there is none.
    public Duration oldestUnacknowledgedAge() {
        Instant now = clock.instant();
        return Stream.concat(writers.stream().map(Writer::oldestInHand), Stream.ofNullable(handoff.oldestReceivedAt()))
                .filter(Objects::nonNull)
                .map(oldest -> Duration.between(oldest, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /// Commits and acknowledges what is in hand and in the hand-off, for as long as `patience`; what is left after that
    /// is kept. Nothing must be put into the hand-off any more.
    ///
    /// @return how many messages were left to their senders
    public int stop(Duration patience) throws InterruptedException {
        shared.stopping = true;
        if (!joinAll(patience)) {
            shared.givingUp = true;
            threads.forEach(Thread::interrupt);
            joinAll(LAST_PATIENCE);
        }
        List<Delivery> waiting = handoff.remove(delivery -> true);
        waiting.forEach(Delivery::keep);
        int left = waiting.size() + shared.keptMessages.intValue();
        if (left > 0 || shared.givingUp) {
            LOG.warn(
                    "left to the broker, to be delivered again: messages={} writersStillBusy={}",
                    left,
                    threads.stream().filter(Thread::isAlive).count());
        }
        return left;
    }

    /// Whether all writers have ended in time. Not measured by the clock, which may be set meanwhile.
    private boolean joinAll(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        boolean ended = true;
        for (Thread thread : threads) {
            Duration left = Duration.ofNanos(Math.max(end - System.nanoTime(), 1));
            ended &= !thread.isAlive() || thread.join(left);
        }
        return ended;
    }
}
