package io.wattline.e2e.faults.damage;

import io.wattline.e2e.faults.harness.Member;
import io.wattline.e2e.faults.harness.Rig;
import io.wattline.e2e.faults.harness.Run;
import io.wattline.servers.network.TcpProxy;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

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
    },
    /// Nobody lets it in at the broker.
    DEAFEN_INGESTOR {
        @Override
        public void happen(Rig rig, Member victim, Run run) {
            victim.broker().refuse();
            victim.broker().reset();
            run.awaitOutage(SHORT);
            victim.broker().pass();
        }
    },
    /// The day that late readings are for.
    LOCK_DAY {
        @Override
        public void happen(Rig rig, Member victim, Run run) throws Exception {
            try (TableLock lock = TableLock.on(
                    rig, "meter_history" + LATE_DAY.format(run.began().minus(LATE)))) {
                run.awaitOutage(SHORT);
                lock.release();
            }
        }
    },
    CANCEL_STATEMENTS {
        @Override
        public void happen(Rig rig, Member victim, Run run) {
            for (int i = 0; i < 20; i++) {
                rig.sql()
                        .execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                                + " WHERE application_name = 'wattline-ingestor' AND state = 'active'");
                run.awaitOutage(Duration.ofMillis(200));
            }
        }
    },
    LOSE_ANSWERS_TO_COMMIT {
        @Override
        public void happen(Rig rig, Member victim, Run run) throws Exception {
            try (CommitGate gate = CommitGate.shut(rig)) {
                gate.awaitCommitting(1);
                rig.fleet().onDatabaseLinks(TcpProxy::reset);
                gate.open();
            }
        }
    },
    LARGE_MESSAGES_WITHOUT_DATABASE {
        @Override
        public void happen(Rig rig, Member victim, Run run) throws Exception {
            rig.fleet().onDatabaseLinks(TcpProxy::blackHole);
            try (Flood flood = Flood.of(rig, "meters/LARGE/telemetry", new byte[262_000], 100)) {
                run.awaitOutage(SHORT);
                System.out.println("  large messages: " + flood.sent());
            }
            rig.fleet().onDatabaseLinks(TcpProxy::pass);
        }
    },
    FORGET_INGESTOR {
        @Override
        public void happen(Rig rig, Member victim, Run run) {
            rig.sql().update("DELETE FROM ingestor WHERE ingestor_id = ?", victim.id());
        }
    },
    /// Whatever a log-in may lock that may only read.
    LOCK_AS_READER {
        @Override
        public void happen(Rig rig, Member victim, Run run) throws Exception {
            try (Connection reader = rig.connect()) {
                reader.setAutoCommit(false);
                try (var statement = reader.createStatement()) {
                    statement.execute(
                            "SET ROLE wattline_query; SELECT count(*) FROM meter_live;"
                                    + " SELECT count(pg_advisory_lock(hashtextextended(text, 0)))"
                                    + " FROM unnest(ARRAY['wattline rollups', 'wattline day partitions', 'wattline jobs']) AS text");
                }
                run.awaitOutage(SHORT);
                reader.rollback();
            }
        }
    },
    COMPACT_DAY {
        @Override
        public void happen(Rig rig, Member victim, Run run) {
            LocalDate day = LocalDate.ofInstant(run.began().minus(LATE), ZoneOffset.UTC);
            rig.database().compact(day);
        }
    };

    /// How late the readings of the soak's second load are.
    public static final Duration LATE = Duration.ofDays(4);

    private static final DateTimeFormatter LATE_DAY =
            DateTimeFormatter.ofPattern("_uuuu_MM_dd").withZone(ZoneOffset.UTC);

    private static final Duration SHORT = Duration.ofSeconds(12);

    /// Lets it happen, and mends it; returns before all is well again.
    public abstract void happen(Rig rig, Member victim, Run run) throws Exception;
}
