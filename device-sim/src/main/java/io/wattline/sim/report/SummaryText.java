package io.wattline.sim.report;

import static java.lang.String.format;

import java.util.Locale;
import java.util.TreeMap;

/// A [Summary] for people.
public final class SummaryText {

    private SummaryText() {}

    /// A few lines of plain text.
    public static String of(Summary summary) {
        StringBuilder text = new StringBuilder();
        counts(text, summary);
        timing(text, summary.timing());
        trouble(text, summary);
        Resources used = summary.resources();
        text.append(format(
                Locale.ROOT,
                "  used            %.1f s of processor time, %,d MiB of heap, %,d MiB resident, at most\n",
                used.cpuSeconds(),
                used.peakHeapMiB(),
                used.peakResidentMiB()));
        return text.toString();
    }

    private static void counts(StringBuilder text, Summary summary) {
        Summary.Counts counts = summary.counts();
        double seconds = summary.timing().durationSeconds();
        text.append(format(
                Locale.ROOT,
                "%,d readings in %.1f s (%,.1f a second)\n",
                counts.sent(),
                seconds,
                summary.ratePerSecond()));
        text.append(format(Locale.ROOT, "  acknowledged    %,d\n", counts.acknowledged()));
        text.append(format(Locale.ROOT, "  no subscriber   %,d\n", counts.noSubscriber()));
        text.append(format(Locale.ROOT, "  refused         %,d\n", counts.refused()));
        text.append(format(Locale.ROOT, "  unacknowledged  %,d\n", counts.unacknowledged()));
    }

    private static void timing(StringBuilder text, Timing timing) {
        percentiles(text, "PUBACK after", timing.pubackMillis());
        if (timing.intendedPerSecond() == 0) {
            return;
        }
        percentiles(text, "sent late by", timing.lateMillis());
        text.append(format(
                Locale.ROOT,
                "  send rate       %,.1f a second achieved, %,.1f intended\n",
                timing.achievedPerSecond(),
                timing.intendedPerSecond()));
        switch (timing.bottleneck()) {
            case NONE -> {}
            case BROKER ->
                text.append("  The broker was the bottleneck: messages waited for acknowledgements of others.\n");
            case SIMULATOR ->
                text.append("  This program was the bottleneck, not the broker: run it on more or other processors.\n");
        }
    }

    private static void trouble(StringBuilder text, Summary summary) {
        new TreeMap<>(summary.faults())
                .forEach((fault, readings) ->
                        text.append(format(Locale.ROOT, "  made so         %,d %s\n", readings, fault.code())));
        new TreeMap<>(summary.refusals())
                .forEach((reason, readings) ->
                        text.append(format(Locale.ROOT, "  The broker refused %,d: %s\n", readings, reason)));
        if (summary.counts().noSubscriber() > 0) {
            text.append(
                    "  No client subscribes to these topics: is the ingestor running, with the same topic prefix?\n");
        }
        if (summary.reconnects() > 0) {
            text.append(format(Locale.ROOT, "  Connections lost and made again: %,d\n", summary.reconnects()));
        }
    }

    private static void percentiles(StringBuilder text, String what, Percentiles millis) {
        text.append(format(
                Locale.ROOT,
                "  %-15s %.1f ms (median), %.1f ms (99 %%), %.1f ms (longest)\n",
                what,
                millis.p50(),
                millis.p99(),
                millis.max()));
    }
}
