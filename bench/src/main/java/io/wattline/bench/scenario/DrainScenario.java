package io.wattline.bench.scenario;

import io.wattline.bench.load.Sender.Sent;
import io.wattline.bench.measure.DiskUse;
import io.wattline.bench.measure.Processes;
import io.wattline.bench.report.Figure;
import io.wattline.bench.report.Unit;
import io.wattline.bench.stack.BareSubscriber;
import io.wattline.bench.stack.Cleanup;
import io.wattline.bench.stack.Database;
import io.wattline.servers.MosquittoServer;
import java.time.Duration;

/// A backlog of the last minute: how fast are its readings durable? The same messages wait for a bare subscriber
/// too, who fetches them first and shows what the broker alone can do.
final class DrainScenario implements Scenario {

    @Override
    public void run(Bench bench) {
        DatabaseCeiling ceiling = DatabaseCeiling.measure(bench);
        try (Cleanup own = bench.scope()) {
            Database database = own.add(bench.postgres().create("bench_drain"));
            MosquittoServer broker = bench.startBroker(own);
            Drain drain = new Drain(bench, database, broker);
            BareSubscriber bare = new BareSubscriber(broker, bench.newFolder());
            drain.makeSessions();
            bare.subscribe();
            Sent backlog = drain.queue(bench.scale().pipeline().backlog(), Drain.SPAN);
            double bareRate = drainBare(bench, broker, bare, backlog.readings());
            report(bench, drain.run(backlog), bareRate, ceiling);
            DiskUse use = DiskUse.of(database, "");
            bench.report(Figure.of(
                            "drain.bytes",
                            "bytes on disk a reading, the day being written",
                            use.bytesPerReading(),
                            Unit.BYTES)
                    .noting("after the drain; " + use.split()));
        }
    }

    private static double drainBare(Bench bench, MosquittoServer broker, BareSubscriber bare, long messages) {
        bench.progress().begin("drain: the bare subscriber", 0);
        double before = Processes.cpuSeconds(broker.pid());
        Duration time = bare.drain(messages);
        double brokerCpu = Processes.cpuSeconds(broker.pid()) - before;
        double rate = messages / (time.toNanos() / 1e9);
        bench.report(Figure.of("ceiling.broker", "ceiling: bare subscriber, messages", rate, Unit.PER_SECOND)
                .noting("mosquitto_sub, QoS 1; CPU s per million: broker %.1f".formatted(brokerCpu * 1e6 / messages)));
        return rate;
    }

    private static void report(Bench bench, Drain.Measured measured, double bareRate, DatabaseCeiling ceiling) {
        double rate = measured.perSecond();
        bench.report(Figure.of("drain.rate", "drain: durable readings", rate, Unit.PER_SECOND)
                .against(ceiling.bestRate(), "of the database alone")
                .noting(measured.describe()));
        bench.report(
                Figure.of("drain.share", "drain: share of the bare subscriber's rate", rate / bareRate, Unit.TIMES));
        double micros = measured.warmMicros();
        bench.report(Figure.of("drain.ingestor-cpu-warm", "ingestor: CPU a reading, warm", micros, Unit.MICROS)
                .noting("the second half of the drain"));
        double peak = measured.peakBytes() / 1048576.0;
        bench.report(Figure.of("drain.ingestor-memory", "ingestor: peak memory, drain", peak, Unit.MEBIBYTES));
    }
}
