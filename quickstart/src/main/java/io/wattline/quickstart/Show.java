package io.wattline.quickstart;

import io.wattline.sim.report.Summary;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/// What a person sees: where everything is, a line every five seconds, and at the end what to look at.
final class Show {

    private static final Duration LINE_EVERY = Duration.ofSeconds(5);
    private static final Duration STORED_POLL = Duration.ofMillis(200);
    private static final Duration STORED_LIMIT = Duration.ofMinutes(2);

    private final Quickstart quickstart;
    private final QuickstartConfig config;
    private final PrintStream out;
    private final IngestedCounter counter;

    Show(Quickstart quickstart, QuickstartConfig config, PrintStream out) {
        this.quickstart = quickstart;
        this.config = config;
        this.out = out;
        this.counter = new IngestedCounter(quickstart.ingestUrl());
    }

    void run() throws InterruptedException {
        if (!config.backfill().isZero()) {
            backfill();
        }
        quickstart.startFleet();
        urls();
        long end = System.nanoTime() + config.duration().toNanos();
        long before = accepted();
        while (config.duration().isZero() || System.nanoTime() < end) {
            Thread.sleep(left(end));
            long now = accepted();
            out.printf(
                    "%s  %,d readings stored, %,d in the last %d s%n",
                    LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS),
                    now,
                    now - before,
                    LINE_EVERY.toSeconds());
            before = now;
        }
        out.println(curl());
    }

    private Duration left(long end) {
        Duration left = Duration.ofNanos(Math.max(end - System.nanoTime(), 1));
        return config.duration().isZero() || left.compareTo(LINE_EVERY) > 0 ? LINE_EVERY : left;
    }

    private void backfill() throws InterruptedException {
        out.printf(
                "Backfilling %d hours of %d meters and %d vehicles through the broker…%n",
                config.backfill().toHours(), config.devices(), config.devices());
        Summary summary = quickstart.backfill();
        if (!summary.allAcknowledged()) {
            throw new QuickstartException("the broker did not take the whole backfill: " + summary, null);
        }
        awaitStored(summary.counts().sent());
    }

    private void awaitStored(long readings) throws InterruptedException {
        long end = System.nanoTime() + STORED_LIMIT.toNanos();
        while (accepted() < readings) {
            if (System.nanoTime() > end) {
                throw new QuickstartException(
                        "the ingestor stored " + accepted() + " of " + readings + " readings in time", null);
            }
            Thread.sleep(STORED_POLL);
        }
        out.printf("%,d readings stored.%n", accepted());
    }

    private void urls() {
        out.println();
        out.println("  query service  " + quickstart.queryUrl());
        out.println("  ingestor       " + quickstart.ingestUrl());
        out.println("  MQTT broker    " + quickstart.mqttUrl());
        out.println();
        out.println("How much energy did a vehicle get for what the grid delivered? Try:");
        out.println("  " + curl());
        out.println();
        out.println("A line every " + LINE_EVERY.toSeconds() + " s; Ctrl-C stops and removes everything.");
    }

    private String curl() {
        return "curl -s " + quickstart.queryUrl() + "/v1/analytics/performance/VEHICLE_0001";
    }

    private long accepted() throws InterruptedException {
        OptionalLong accepted = counter.accepted();
        return accepted.orElse(0);
    }
}
