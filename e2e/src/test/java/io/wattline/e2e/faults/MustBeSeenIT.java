package io.wattline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.e2e.faults.damage.Mishap;
import io.wattline.e2e.faults.harness.FaultTest;
import io.wattline.e2e.faults.harness.Load;
import io.wattline.e2e.faults.harness.LoadPlan;
import io.wattline.e2e.faults.harness.Member;
import io.wattline.e2e.faults.harness.Notes;
import io.wattline.e2e.faults.harness.Rig;
import io.wattline.e2e.faults.harness.Run;
import io.wattline.e2e.faults.harness.Seed;
import io.wattline.e2e.faults.harness.Vigil;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/// Many faults in one load. Only the long form has the time for them.
class MustBeSeenIT {

    private static final Duration ADOPTED_WITHIN = Duration.ofSeconds(15);
    /// `-Dfaults.soak=PT20M`.
    private static final Duration SOAK = Duration.parse(System.getProperty("faults.soak", "PT10M"));
    private static final Duration BETWEEN_MISHAPS = Duration.ofSeconds(20);

    @FaultTest(
            value = "seen: three ingestors at 2,000 messages a second, killed in turn, three rounds",
            nightly = true,
            runs = 1)
    void threeKilledInTurn(Rig rig, Notes notes) throws Exception {
        try (Run run = rig.begin(3, Map.of(), LoadPlan.usual().atRate(2_000))) {
            run.fault(() -> {});
            double slowestAdoption = 0;
            double worstAge = 0;
            for (int i = 0; i < 9; i++) {
                Member victim = rig.fleet().member(i % 3);
                victim.kill();
                try (Vigil vigil = Vigil.over(rig.fleet())) {
                    long start = System.nanoTime();
                    rig.fleet().awaitAllConnected();
                    slowestAdoption = Math.max(slowestAdoption, (System.nanoTime() - start) / 1e9);
                    run.awaitMoreStored(2_000);
                    worstAge = Math.max(worstAge, vigil.oldestAgeSecondsAt(0.99));
                }
                victim.start();
                rig.fleet().awaitReady();
                rig.fleet().awaitBalance(3);
            }
            run.finish();
            notes.add("%s readings", run.summary().get("sent"));
            notes.add("orphaned slots served again after at most %.1f s", slowestAdoption);
            notes.add("oldest unacknowledged message of the living at p99: at most %.2f s", worstAge);
            assertThat(slowestAdoption).as("adoption").isLessThan(ADOPTED_WITHIN.toSeconds());
            assertThat(worstAge).as("age of the oldest message").isLessThan(2);
        }
    }

    @FaultTest(value = "soak: a random fault every 20 seconds", nightly = true, runs = 1)
    void soak(Rig rig, Notes notes) throws Exception {
        Random random = Seed.random();
        try (Run run = rig.begin(3)) {
            Load late = run.startAnother(LoadPlan.usual().atRate(50).measured(Mishap.LATE));
            Instant end = Instant.now().plus(SOAK);
            var seen = new EnumMap<Mishap, Integer>(Mishap.class);
            while (Instant.now().isBefore(end)) {
                Instant next = Instant.now().plus(BETWEEN_MISHAPS);
                Mishap mishap = Mishap.values()[random.nextInt(Mishap.values().length)];
                Member victim = rig.fleet().member(random.nextInt(3));
                System.out.println("  mishap: " + mishap + " of " + victim.id());
                run.fault(() -> mishap.happen(rig, victim, run));
                rig.fleet().awaitReady();
                rig.fleet().awaitBalance(3);
                seen.merge(mishap, 1, Integer::sum);
                Duration left = Duration.between(Instant.now(), next);
                if (left.isPositive()) {
                    run.awaitOutage(left);
                }
            }
            run.stopAnother(late);
            run.finish();
            notes.add(
                    "%s, %s readings, and late ones beside them: %s",
                    SOAK, run.summary().get("sent"), seen);
        }
    }
}
