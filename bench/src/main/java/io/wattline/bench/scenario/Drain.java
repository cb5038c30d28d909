package io.wattline.bench.scenario;

import io.wattline.bench.load.Fleets;
import io.wattline.bench.load.Sender;
import io.wattline.bench.load.Sender.Sent;
import io.wattline.bench.measure.Commits;
import io.wattline.bench.measure.CpuMeter;
import io.wattline.bench.measure.CpuSplit;
import io.wattline.bench.measure.IngestorCounts;
import io.wattline.bench.measure.Processes;
import io.wattline.bench.stack.BenchException;
import io.wattline.bench.stack.Cleanup;
import io.wattline.bench.stack.Database;
import io.wattline.bench.stack.Service;
import io.wattline.servers.MosquittoServer;
import java.time.Duration;
import java.time.Instant;

/// A backlog that waits in the sessions of an ingestor that is away, and the ingestor that comes back.
///
/// @param bench where to start it, and whom to tell
/// @param database its target, with no readings yet
/// @param broker with no sessions yet
record Drain(Bench bench, Database database, MosquittoServer broker) {

    /// Over which time the readings of a backlog were measured.
    static final Duration SPAN = Duration.ofMinutes(1);

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /// The measurements of one drain.
    ///
    /// @param span how many were committed, from the first commit to the last
    /// @param wall from the start of the ingestor's process until all were committed
    /// @param perMillion processor time of all of it
    /// @param warmMicros the ingestor's processor time a reading, over the second half
    /// @param peakBytes the ingestor's memory
    record Measured(Commits.Span span, Duration wall, CpuSplit perMillion, double warmMicros, long peakBytes) {

        double perSecond() {
            return span.rows() / (span.time().toNanos() / 1e9);
        }

        /// For the report.
        String describe() {
            return "%,d readings, first commit to last; with the start of the process %.1f s; %s"
                    .formatted(span.rows(), wall.toMillis() / 1e3, Notes.cpu(perMillion));
        }
    }

    /// Has an ingestor make its sessions and leave them behind.
    void makeSessions() {
        bench.progress().begin("drain: make the sessions", 0);
        try (Cleanup scope = bench.scope()) {
            bench.startIngestor(scope, database, broker).terminate();
        }
    }

    /// Fills them.
    ///
    /// @param age how long ago the first reading was measured
    Sent queue(int readings, Duration age) {
        bench.progress().begin("drain: queue the backlog", readings);
        return new Sender(broker.uri())
                .send(Fleets.backlog(readings, SPAN), Instant.now().minus(age), bench.progress()::at);
    }

    /// Starts the ingestor, waits until all is committed, ends it.
    ///
    /// @throws BenchException if a reading is missing
    Measured run(Sent backlog) {
        database.checkpoint();
        bench.progress().begin("drain: the ingestor", backlog.readings());
        long databasePid = database.server().pid();
        CpuSplit before = new CpuSplit(Processes.cpuSeconds(broker.pid()), 0, Processes.cpuSeconds(databasePid));
        long begin = System.nanoTime();
        try (Cleanup scope = bench.scope()) {
            Service ingestor = bench.startIngestor(scope, database, broker);
            CpuMeter meter = new CpuMeter(broker.pid(), ingestor.pid(), databasePid);
            SecondHalf second = new SecondHalf(meter, backlog.readings());
            new IngestorCounts(ingestor).await(backlog.readings(), LIMIT, reached -> {
                second.at(reached);
                bench.progress().at(reached);
            });
            Duration wall = Duration.ofNanos(System.nanoTime() - begin);
            CpuSplit used = meter.read().since(before).perMillion(backlog.readings());
            long peak = Processes.peakResidentBytes(ingestor.pid());
            ingestor.terminate();
            return new Measured(requireAll(backlog), wall, used, second.ingestorMicros(), peak);
        }
    }

    private Commits.Span requireAll(Sent backlog) {
        Instant from = backlog.from();
        Commits.Span span = new Commits(database).span(from, from.plus(SPAN.multipliedBy(2)));
        if (span.rows() != backlog.readings()) {
            throw new BenchException("of " + backlog.readings() + " acknowledged readings " + span.rows()
                    + " are in the database: that must never be");
        }
        return span;
    }

    /// Notes the ingestor's processor time at the middle and at the end.
    private static final class SecondHalf {

        private final CpuMeter meter;
        private final long readings;
        private double middleCpu;
        private long middle;
        private double endCpu;
        private long end;

        SecondHalf(CpuMeter meter, long readings) {
            this.meter = meter;
            this.readings = readings;
        }

        void at(long reached) {
            endCpu = meter.read().ingestor();
            end = reached;
            if (middle == 0 && 2 * reached >= readings) {
                middle = reached;
                middleCpu = endCpu;
            }
        }

        /// Not a number where the second half was over between two looks.
        double ingestorMicros() {
            return end > middle ? (endCpu - middleCpu) * 1e6 / (end - middle) : Double.NaN;
        }
    }
}
