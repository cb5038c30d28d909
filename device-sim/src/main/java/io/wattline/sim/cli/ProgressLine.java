package io.wattline.sim.cli;

import io.wattline.sim.FleetSimulator;
import io.wattline.sim.report.Summary.Counts;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Reports the progress of a run from time to time: one line that is written over on a terminal, plain lines
/// elsewhere.
final class ProgressLine implements AutoCloseable {

    private static final long TERMINAL_SECONDS = 1;
    private static final long PLAIN_SECONDS = 10;

    private final FleetSimulator simulator;
    private final PrintWriter err;
    private final boolean terminal;
    private final long intervalSeconds;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("progress").daemon().factory());
    private long seconds;
    private long sentBefore;

    ProgressLine(FleetSimulator simulator, PrintWriter err) {
        this.simulator = simulator;
        this.err = err;
        this.terminal = isTerminal();
        this.intervalSeconds = terminal ? TERMINAL_SECONDS : PLAIN_SECONDS;
        var _ = timer.scheduleAtFixedRate(this::print, intervalSeconds, intervalSeconds, TimeUnit.SECONDS);
    }

    @SuppressWarnings("SystemConsoleNull") // the JDK may be without the module that makes it never null
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private void print() {
        Counts counts = simulator.counts();
        seconds += intervalSeconds;
        String line = line(counts, seconds, (counts.sent() - sentBefore) / intervalSeconds);
        sentBefore = counts.sent();
        if (terminal) {
            err.print("\r\u001B[K" + line);
        } else {
            err.println(line);
        }
        err.flush();
    }

    static String line(Counts counts, long seconds, long perSecond) {
        if (counts.sent() == 0) {
            return String.format(Locale.ROOT, "%,d s: connecting, or waiting for the first heartbeat", seconds);
        }
        long ended = counts.acknowledged() + counts.refused() + counts.noSubscriber() + counts.unacknowledged();
        return String.format(
                Locale.ROOT,
                "%,d s: %,d sent (%,d a second), %,d acknowledged, %,d refused, %,d without subscriber, %,d in flight",
                seconds,
                counts.sent(),
                perSecond,
                counts.acknowledged(),
                counts.refused(),
                counts.noSubscriber(),
                counts.sent() - ended);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        if (terminal) {
            err.print("\r\u001B[K");
            err.flush();
        }
    }
}
