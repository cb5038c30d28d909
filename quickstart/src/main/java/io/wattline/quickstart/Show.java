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
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration READY_LIMIT = Duration.ofMinutes(1);
    private static final Duration STORED_LIMIT = Duration.ofMinutes(2);

    private final Quickstart quickstart;
    private final QuickstartConfig config;
    private final Parts parts;
    private final PrintStream out;
    private final IngestorProbe ingestor;

    Show(Quickstart quickstart, QuickstartConfig config, Parts parts, PrintStream out) {
        this.quickstart = quickstart;
        this.config = config;
        this.parts = parts;
        this.out = out;
        this.ingestor = new IngestorProbe(quickstart.ingestUrl());
    }

    void run() throws InterruptedException {
        // A message that the broker receives before the first subscription is delivered to no client.
        awaitReady();
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
            if (parts.isClosed()) {
                return;
            }
            out.printf(
                    "%s  %,d readings stored, %,d in the last %d s%n",
                    LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS),
                    now,
                    now - before,
                    LINE_EVERY.toSeconds());
            before = now;
        }
        out.println(curl("/v1/analytics/performance/" + quickstart.fleet().vehicleToLookAt()));
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

    private void awaitReady() throws InterruptedException {
        long end = System.nanoTime() + READY_LIMIT.toNanos();
        while (!ingestor.isReady()) {
            if (System.nanoTime() > end) {
                throw new QuickstartException(
                        "the ingestor was not ready within " + READY_LIMIT.toSeconds()
                                + " s: is the machine busy? Try again.",
                        null);
            }
            Thread.sleep(POLL);
        }
    }

    private void awaitStored(long readings) throws InterruptedException {
        long end = System.nanoTime() + STORED_LIMIT.toNanos();
        while (accepted() < readings) {
            if (System.nanoTime() > end) {
                throw new QuickstartException(
                        "the ingestor stored " + accepted() + " of " + readings + " readings in time", null);
            }
            Thread.sleep(POLL);
        }
        out.printf("%,d readings stored.%n", accepted());
    }

    private void urls() {
        out.println();
        out.println("  fleet page     " + quickstart.queryUrl() + "/");
        out.println("  API            " + quickstart.queryUrl() + "/docs");
        out.println("  ingestor       " + quickstart.ingestUrl());
        out.println("  MQTT broker    " + quickstart.mqttUrl());
        out.println();
        out.println(headline(quickstart.fleet().leaks()));
        out.println(
                "  " + quickstart.queryUrl() + "/vehicles/" + quickstart.fleet().vehicleToLookAt());
        out.println(
                "  " + curl("/v1/analytics/performance/" + quickstart.fleet().vehicleToLookAt()));
        out.println("The worst of the fleet over the closed hours, and what was refused:");
        out.println("  " + curl("/v1/analytics/performance?limit=10"));
        out.println("  " + curl("/v1/rejected?limit=20"));
        out.println();
        out.println("A line every " + LINE_EVERY.toSeconds() + " s; Ctrl-C stops and removes everything.");
    }

    private String headline(int leaks) {
        return leaks == 0
                ? "How much energy did a vehicle get for what the grid delivered?"
                : "Of " + config.devices() + " chargers " + leaks
                        + (leaks == 1 ? " leaks, this one:" : " leak, this one among them:");
    }

    private String curl(String pathAndQuery) {
        return "curl -s '" + quickstart.queryUrl() + pathAndQuery + "'";
    }

    private long accepted() throws InterruptedException {
        OptionalLong accepted = ingestor.accepted();
        return accepted.orElse(0);
    }
}
