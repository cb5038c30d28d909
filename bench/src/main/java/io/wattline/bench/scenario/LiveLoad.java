package io.wattline.bench.scenario;

import io.wattline.bench.load.Fleets;
import io.wattline.bench.load.Sender;
import io.wattline.bench.load.Sender.Sent;
import io.wattline.bench.measure.Commits;
import io.wattline.bench.measure.CpuMeter;
import io.wattline.bench.measure.CpuSplit;
import io.wattline.bench.measure.IngestorCounts;
import io.wattline.bench.measure.Latencies;
import io.wattline.bench.stack.BenchException;
import io.wattline.bench.stack.Database;
import io.wattline.bench.stack.Service;
import io.wattline.servers.MosquittoServer;
import java.time.Duration;
import java.time.Instant;

/// An open-loop load on one ingestor, and how long each reading took from the moment at which it was meant to be
/// sent to its commit.
final class LiveLoad {

    private static final Duration STORE_LIMIT = Duration.ofMinutes(2);
    /// Later than this at the sender, and the sender was the bottleneck.
    private static final double SENT_IN_TIME = 0.99;
    private static final double LONGEST_P99_MILLIS = 1_000;

    private final MosquittoServer broker;
    private final Database database;
    private final CpuMeter meter;
    private final IngestorCounts counts;

    LiveLoad(MosquittoServer broker, Database database, Service ingestor) {
        this.broker = broker;
        this.database = database;
        this.meter =
                new CpuMeter(broker.pid(), ingestor.pid(), database.server().pid());
        this.counts = new IngestorCounts(ingestor);
    }

    /// The measurements at one rate.
    ///
    /// @param rate readings a second that were meant to be sent
    /// @param sent acknowledged by the broker
    /// @param latencies of all that were committed, the flush of the log included at its mean
    /// @param perMillion processor time
    record Measured(int rate, Sent sent, Latencies latencies, CpuSplit perMillion) {

        /// Acknowledged readings that are not in the database.
        long lost() {
            return sent.readings() - latencies.count();
        }

        /// Whether the pipeline keeps up with this rate.
        boolean isHeld() {
            return sent.achievedPerSecond() >= SENT_IN_TIME * rate && latencies.millisAt(99) <= LONGEST_P99_MILLIS;
        }
    }

    /// Sends at an even rate, and waits until everything is committed.
    ///
    /// @throws BenchException if anything was lost
    Measured run(int rate, Duration duration) {
        Commits commits = new Commits(database);
        long acceptedBefore = counts.accepted();
        Commits.Flushes flushesBefore = commits.flushes();
        CpuSplit cpuBefore = meter.read();
        Sent sent = new Sender(broker.uri()).send(Fleets.live(rate, duration), Instant.now(), _ -> {});
        counts.await(acceptedBefore + sent.readings(), STORE_LIMIT, _ -> {});
        CpuSplit used = meter.read().since(cpuBefore);
        long correction = commits.flushes().meanMicrosSince(flushesBefore) - sent.lateMicros();
        Latencies latencies = commits.latencies(sent.from(), sent.from().plus(duration), correction);
        Measured measured = new Measured(rate, sent, latencies, used.perMillion(sent.readings()));
        if (measured.lost() != 0) {
            throw new BenchException("%d readings were acknowledged and are not in the database: that must never be"
                    .formatted(measured.lost()));
        }
        return measured;
    }
}
