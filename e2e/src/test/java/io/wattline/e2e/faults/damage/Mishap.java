package io.wattline.e2e.faults.damage;

import io.wattline.e2e.faults.harness.Member;
import io.wattline.e2e.faults.harness.Rig;
import io.wattline.e2e.faults.harness.Run;
import io.wattline.servers.network.TcpProxy;
import java.time.Duration;

/// What can happen at any time, one at a time, and is mended at the end of it.
public enum Mishap {
    KILL_INGESTOR {
        @Override
        public void happen(Rig rig, Member victim, Run run) {
            victim.kill();
            victim.start();
        }
    },
    RESTART_INGESTOR {
        @Override
        public void happen(Rig rig, Member victim, Run run) {
            victim.terminate(Duration.ofSeconds(60));
            victim.start();
        }
    },
    FREEZE_INGESTOR {
        @Override
        public void happen(Rig rig, Member victim, Run run) {
            victim.freeze();
            run.awaitOutage(SHORT);
            victim.thaw();
        }
    },
    KILL_DATABASE {
        @Override
        public void happen(Rig rig, Member victim, Run run) {
            rig.postgres().kill();
            rig.postgres().start();
        }
    },
    RESTART_DATABASE {
        @Override
        public void happen(Rig rig, Member victim, Run run) {
            rig.postgres().stop();
            rig.postgres().start();
        }
    },
    HIDE_DATABASE {
        @Override
        public void happen(Rig rig, Member victim, Run run) {
            rig.fleet().onDatabaseLinks(TcpProxy::blackHole);
            run.awaitOutage(SHORT);
            rig.fleet().onDatabaseLinks(TcpProxy::pass);
        }
    },
    CUT_DATABASE {
        @Override
        public void happen(Rig rig, Member victim, Run run) {
            victim.database().reset();
        }
    },
    RESTART_BROKER {
        @Override
        public void happen(Rig rig, Member victim, Run run) {
            rig.broker().stop();
            rig.broker().start();
        }
    },
    HIDE_BROKER {
        @Override
        public void happen(Rig rig, Member victim, Run run) {
            victim.broker().blackHole();
            run.awaitOutage(SHORT);
            victim.broker().pass();
        }
    },
    CUT_DEVICES {
        @Override
        public void happen(Rig rig, Member victim, Run run) {
            rig.devices().reset();
        }
    };

    private static final Duration SHORT = Duration.ofSeconds(12);

    /// Lets it happen, and mends it; returns before all is well again.
    public abstract void happen(Rig rig, Member victim, Run run) throws Exception;
}
