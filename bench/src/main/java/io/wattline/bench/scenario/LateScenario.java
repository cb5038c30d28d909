package io.wattline.bench.scenario;

import io.wattline.bench.load.Sender.Sent;
import io.wattline.bench.report.Figure;
import io.wattline.bench.report.Unit;
import io.wattline.bench.stack.Cleanup;
import io.wattline.bench.stack.Database;
import io.wattline.servers.MosquittoServer;
import java.time.Duration;

/// A backlog of hours that are long closed: each reading leaves a mark for the rollups besides, and they are
/// summed again meanwhile.
final class LateScenario implements Scenario {

    private static final Duration AGE = Duration.ofHours(3);

    @Override
    public void run(Bench bench) {
        try (Cleanup own = bench.scope()) {
            Database database = own.add(bench.postgres().create("bench_late"));
            MosquittoServer broker = bench.startBroker(own);
            Drain drain = new Drain(bench, database, broker);
            drain.makeSessions();
            Sent backlog = drain.queue(bench.scale().pipeline().lateBacklog(), AGE);
            Drain.Measured measured = drain.run(backlog);
            bench.report(Figure.of("late.rate", "drain of closed hours", measured.perSecond(), Unit.PER_SECOND)
                    .noting(measured.describe()));
        }
    }
}
