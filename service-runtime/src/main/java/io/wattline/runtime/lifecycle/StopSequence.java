package io.wattline.runtime.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops the parts of a service in the order in which the steps were added, within one deadline for all of them.
///
/// A step that throws is logged and the next one runs. A step that overruns what is left of the deadline is
/// interrupted and left behind; the steps after it still get [#GRACE] each, because closing a pool quickly beats
/// not closing it. Steps are added by one thread; [#run] may be called by any, does its work once and then returns
/// at once.
public final class StopSequence {

    /// What a step gets at least, even after the deadline.
    static final Duration GRACE = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(StopSequence.class);

    /// One thing to stop.
    @FunctionalInterface
    public interface Step {
        /// Stops it; an interrupt asks to give up.
        void stop() throws Exception;
    }

    private record NamedStep(String name, Step step) {}

    private final List<NamedStep> steps = new ArrayList<>();
    private final Duration deadline;
    private final AtomicBoolean started = new AtomicBoolean();

    /// A sequence without steps.
    ///
    /// @param deadline how long all steps together may take
    public StopSequence(Duration deadline) {
        this.deadline = deadline;
    }

    /// Appends a step. `name` completes the sentence "stopping …".
    public StopSequence then(String name, Step step) {
        steps.add(new NamedStep(name, step));
        return this;
    }

    /// Runs all steps; returns when the last one has ended or was given up. Never throws.
    public void run() {
        if (!started.compareAndSet(false, true)) {
            return;
        }
        long end = System.nanoTime() + deadline.toNanos();
        for (NamedStep step : steps) {
            Duration left = Duration.ofNanos(Math.max(end - System.nanoTime(), GRACE.toNanos()));
            if (!run(step, left)) {
                return;
            }
        }
    }

    // False if this thread was interrupted, which ends the sequence.
    private static boolean run(NamedStep step, Duration limit) {
        Thread worker = Thread.ofVirtual().name("stop-" + step.name()).start(() -> guarded(step));
        try {
            if (!worker.join(limit)) {
                LOG.warn("gave up stopping part={} afterMillis={}", step.name(), limit.toMillis());
                worker.interrupt();
            }
            return true;
        } catch (InterruptedException e) {
            worker.interrupt();
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void guarded(NamedStep step) {
        try {
            step.step().stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("could not stop part={}", step.name(), e);
        }
    }
}
