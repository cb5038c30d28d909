package io.wattline.bench.report;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A bar a task: for terminals.
final class ProgressInPlace implements Progress {

    private static final int REFRESH_MILLIS = 250;

    private @Nullable ProgressBar bar;

    @Override
    public void begin(String task, long max) {
        end();
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                // -1 is a bar without an end.
                .setInitialMax(max == 0 ? -1 : max)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .build();
    }

    @Override
    public void at(long reached) {
        if (bar != null) {
            bar.stepTo(reached);
        }
    }

    @Override
    public void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
