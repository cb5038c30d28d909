package io.wattline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.e2e.faults.harness.FaultTest;
import io.wattline.e2e.faults.harness.LoadPlan;
import io.wattline.e2e.faults.harness.Notes;
import io.wattline.e2e.faults.harness.Rig;
import io.wattline.e2e.faults.harness.Run;
import io.wattline.servers.EmbeddedPostgres;
import io.wattline.servers.PostgresServer;
import java.util.List;
import java.util.Map;

/// A primary and a standby: the one is killed, the other promoted, and the ingestors find it by a `DB_URL` that names
/// both.
class DatabaseFailOverIT {

    private static final String STANDBY = "standby";

    @FaultTest(value = "database: primary killed, its synchronous standby promoted", nightly = true, runs = 1)
    void synchronousStandbyPromoted(Rig shared, Notes notes) throws Exception {
        try (EmbeddedPostgres primary = PostgresServer.createEmbedded();
                Rig rig = Rig.on(primary);
                EmbeddedPostgres standby = standbyOf(primary, Map.of("synchronous_standby_names", STANDBY));
                Run run = rig.begin(2, bothHosts(rig, standby), LoadPlan.usual())) {
            assertThat(rig.sql().queryForList("SELECT sync_state FROM pg_stat_replication", String.class))
                    .containsExactly("sync");
            run.fault(primary::kill);
            standby.promote();
            run.awaitMoreStored(500);
            takeAddressOf(primary, standby, rig);
            run.finish();
            notes.add("%d readings stored, none lost", run.stored());
        }
    }

    @FaultTest(
            value = "negative control: primary killed, a stale asynchronous standby promoted",
            nightly = true,
            runs = 1)
    void staleStandbyPromoted(Rig shared, Notes notes) throws Exception {
        try (EmbeddedPostgres primary = PostgresServer.createEmbedded();
                Rig rig = Rig.on(primary);
                EmbeddedPostgres standby = standbyOf(primary, Map.of());
                Run run = rig.begin(2, bothHosts(rig, standby), LoadPlan.usual())) {
            // Not frozen: a standby that is reads what its socket had received once it wakes.
            standby.stop();
            run.awaitMoreStored(1_000);
            run.fault(primary::kill);
            standby.start();
            standby.promote();
            run.awaitMoreStored(500);
            takeAddressOf(primary, standby, rig);
            List<String> violations = run.violations();
            notes.add("as it must: %s", violations);
            assertThat(violations).anyMatch(violation -> violation.startsWith("I1 no loss"));
        }
    }

    /// Stops the server, copies it, and starts both, the primary with these settings.
    private static EmbeddedPostgres standbyOf(EmbeddedPostgres primary, Map<String, String> settings) {
        primary.stop();
        EmbeddedPostgres standby = primary.standby(STANDBY);
        primary.start(settings);
        standby.start();
        return standby;
    }

    private static Map<String, String> bothHosts(Rig rig, EmbeddedPostgres standby) {
        String url = rig.database().url().replaceFirst("/([a-z0-9_]+)$", ",127.0.0.1:" + standby.port() + "/$1");
        return Map.of("DB_URL", url + "?targetServerType=primary&hostRecheckSeconds=1");
    }

    /// The promoted server moves to the primary's port, where the rig looks at the database.
    private static void takeAddressOf(EmbeddedPostgres primary, EmbeddedPostgres standby, Rig rig) {
        standby.stop();
        standby.start(Map.of("port", Integer.toString(primary.port())));
        rig.fleet().awaitReady();
    }
}
