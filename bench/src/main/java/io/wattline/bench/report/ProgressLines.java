package io.wattline.bench.report;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/// A line a task, and one more every ten seconds: for logs.
final class ProgressLines implements Progress {

    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PrintStream out;
    private final long began = System.nanoTime();
    private String task = "";
    private long max;
    private long toldAt;

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin(String newTask, long newMax) {
        task = newTask;
        max = newMax;
        tell("");
    }

    @Override
    public void at(long reached) {
        if (System.nanoTime() - toldAt > EACH_NANOS) {
            tell(max == 0 ? ": " + reached : ": %d of %d".formatted(reached, max));
        }
    }

    @Override
    public void end() {
        task = "";
    }

    private void tell(String how) {
        toldAt = System.nanoTime();
        out.printf("bench %4d s  %s%s%n", TimeUnit.NANOSECONDS.toSeconds(toldAt - began), task, how);
    }
}
