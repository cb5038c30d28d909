package io.wattline.query.metrics;

import io.wattline.query.overview.FleetOverview;
import io.wattline.query.recent.Recent;
import io.wattline.query.system.SystemState;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps [FleetMetrics] up to date: the installation every quarter of a minute, the fleet every minute.
public final class FleetWatch implements AutoCloseable {

    static final Duration PERIOD = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(FleetWatch.class);
    private static final int ROUNDS_A_FLEET = 4;

    private final FleetMetrics metrics;
    private final Recent<SystemState> system;
    private final Recent<FleetOverview> fleet;
    private final Thread thread = Thread.ofVirtual().name("fleet-watch").unstarted(this::rounds);

    /// Asks these two.
    public FleetWatch(FleetMetrics metrics, Recent<SystemState> system, Recent<FleetOverview> fleet) {
        this.metrics = metrics;
        this.system = system;
        this.fleet = fleet;
    }

    /// Starts to ask, the first time in a period from now: a service that starts has other things to do.
    public void start() {
        thread.start();
    }

    private void rounds() {
        try {
            for (int round = 0; true; round++) {
                Thread.sleep(PERIOD);
                look(round % ROUNDS_A_FLEET == 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Asks once.
    ///
    /// @param wholeFleet whether to ask for the verdicts, too
    void look(boolean wholeFleet) {
        try {
            metrics.observed(system.get());
            if (wholeFleet) {
                metrics.observed(fleet.get());
            }
        } catch (RuntimeException e) {
            // A caller over HTTP gets the reason; here it would be a log line every quarter of a minute.
            LOG.debug("the metrics of the fleet are not known now", e);
            metrics.lost();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
