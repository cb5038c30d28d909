package io.wattline.ingestor;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Counter;
import io.wattline.db.DataSources;
import io.wattline.ingestor.lease.Identity;
import io.wattline.ingestor.mqtt.MqttConfig;
import io.wattline.runtime.lifecycle.StopSequence;
import io.wattline.runtime.observe.Metrics;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The command `retire-group NAME`: takes over the sessions of a share group that no ingestor serves any more, stores
/// what waits in them as an ingestor would, and ends them.
///
/// It must be given the topic prefix that the group had. It never ends a session that is not empty.
final class GroupRetirement {

    static final String COMMAND = "retire-group";

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration AFTER_WRITERS = Duration.ofSeconds(3);

    private final IngestorConfig config;
    private final String group;
    private final InstantSource clock;

    /// @param config of an ingestor on the same broker and database
    GroupRetirement(IngestorConfig config, String group, InstantSource clock) {
        this.config = config.retiring(group);
        this.group = group;
        this.clock = clock;
    }

    /// Whether a text can be a share group.
    static boolean isName(String group) {
        return MqttConfig.SHARE_GROUP.matcher(group).matches();
    }

    /// Retires every session of the group.
    ///
    /// @param limit how long that may take
    /// @return 0 if all are ended; 1 if not, with the reason on `err`
    int run(Duration limit, PrintStream out, PrintStream err) throws InterruptedException {
        String unsafe = config.unsafeDatabase().orElse(null);
        String refusal = unsafe == null ? refusal() : unsafe;
        if (refusal != null) {
            err.println(refusal);
            return 1;
        }
        var metrics = new Metrics();
        HikariDataSource pool = DataSources.pool(config.database(), config.durability());
        var intake = new Intake(config, pool, metrics.registry(), clock);
        intake.start();
        String left = retireAll(intake, System.nanoTime() + limit.toNanos());
        new StopSequence(config.shutdownTimeout())
                .then("taking", intake::stopTaking)
                .then(
                        "writers",
                        () -> intake.writers().stop(config.shutdownTimeout().minus(AFTER_WRITERS)))
                .then("slots", () -> intake.slots().stop(AFTER_WRITERS))
                .then("leases", intake::leave)
                .then("pool", pool::close)
                .run();
        String stored = "accepted=%d duplicate=%d rejected=%d"
                .formatted(items(metrics, "accepted"), items(metrics, "duplicate"), items(metrics, "rejected"));
        metrics.close();
        if (left == null) {
            out.println("retired group=" + group + " " + stored);
            return 0;
        }
        err.println("group=" + group + " is not retired, run this again: " + left + "; " + stored);
        return 1;
    }

    /// Why the group cannot be retired; null if it can.
    private @Nullable String refusal() {
        try (var store = Intake.leaseStore(config)) {
            Map<String, Integer> groups = store.groups();
            if (!groups.containsKey(group)) {
                return "this database knows no slots of group " + group + ", only of " + groups.keySet();
            }
            List<String> alive = store.othersAlive(Identity.of(config.ingestorId()));
            return alive.isEmpty() ? null : "ingestors still serve group " + group + ", stop them first: " + alive;
        }
    }

    /// Waits until no session is left, or the end of the time; what is left then, or null.
    private static @Nullable String retireAll(Intake intake, long endNanos) throws InterruptedException {
        while (System.nanoTime() - endNanos < 0) {
            if (intake.leases().isCurrent() && intake.group().slots() == 0) {
                return null;
            }
            String foreign = intake.slots().complaint();
            if (foreign != null) {
                return foreign;
            }
            Thread.sleep(POLL);
        }
        return intake.group().slots() + " slots are left";
    }

    private static long items(Metrics metrics, String outcome) {
        return Math.round(metrics.registry().find("wattline.items").tag("outcome", outcome).counters().stream()
                .mapToDouble(Counter::count)
                .sum());
    }
}
