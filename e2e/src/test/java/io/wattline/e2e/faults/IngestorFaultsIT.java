package io.wattline.e2e.faults;

import io.wattline.e2e.faults.damage.TableLock;
import io.wattline.e2e.faults.harness.FaultTest;
import io.wattline.e2e.faults.harness.Member;
import io.wattline.e2e.faults.harness.Notes;
import io.wattline.e2e.faults.harness.Rig;
import io.wattline.e2e.faults.harness.Run;
import io.wattline.e2e.servers.network.Direction;
import java.util.List;

/// Ingestors that die, at every point of a batch.
class IngestorFaultsIT {

    @FaultTest("no fault at all")
    void noFault(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            run.fault(() -> {});
            run.finish();
            notes.add("%s readings", run.summary().get("sent"));
        }
    }

    @FaultTest("ingestor: kill -9 mid batch")
    void killMidBatch(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(2)) {
            Member victim = rig.fleet().member(0);
            run.fault(List.of(victim), victim::kill);
            victim.start();
            rig.fleet().awaitAllConnected();
            run.finish();
        }
    }

    @FaultTest("ingestor: kill -9 before COMMIT")
    void killBeforeCommit(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(1);
                TableLock lock = TableLock.on(rig, "meter_live, vehicle_live")) {
            Member victim = rig.fleet().member(0);
            lock.awaitBlocked(2);
            run.fault(victim::kill);
            lock.release();
            victim.start();
            rig.fleet().awaitAllConnected();
            run.finish();
        }
    }

    @FaultTest("ingestor: kill -9 between COMMIT and ack")
    void killBetweenCommitAndAck(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(1)) {
            Member victim = rig.fleet().member(0);
            victim.broker().blackHole(Direction.TO_SERVER);
            // Committed, but no PUBACK leaves; of what comes beyond the window nothing is sent any more.
            run.awaitMoreStored(300);
            run.fault(victim::kill);
            victim.broker().reset();
            victim.broker().pass();
            victim.start();
            run.await("redelivered and recognised", () -> run.outcome("duplicate") > 0);
            run.finish();
            notes.add("%d readings came twice and were stored once", run.outcome("duplicate"));
        }
    }
}
