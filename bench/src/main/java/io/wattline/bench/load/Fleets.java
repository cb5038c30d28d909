package io.wattline.bench.load;

import io.wattline.sim.fleet.FleetSettings;
import io.wattline.sim.workload.LiveWorkload;
import io.wattline.sim.workload.Message;
import io.wattline.sim.workload.MessageSource;
import io.wattline.sim.workload.Pace;
import io.wattline.sim.workload.RunSettings;
import io.wattline.sim.workload.Workload;
import io.wattline.telemetry.TelemetryTopic.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The loads, all of one fleet: 10,000 meters and 10,000 vehicles.
public final class Fleets {

    /// Pairs of a meter and a vehicle.
    public static final FleetSettings FLEET = new FleetSettings(10_000, 1);

    private Fleets() {}

    /// An even rate for some time, in time.
    public static Workload live(int perSecond, Duration duration) {
        return new LiveWorkload(new RunSettings(FLEET, new Pace.Rate(perSecond), duration, 0, null));
    }

    /// So many readings that were measured evenly over `span`, to be sent as fast as they go.
    public static Workload backlog(long readings, Duration span) {
        int perSecond = Math.toIntExact(Math.max(1, readings / span.toSeconds()));
        return new Unpaced(
                new LiveWorkload(new RunSettings(FLEET, new Pace.Rate(perSecond), Duration.ZERO, readings, null)));
    }

    /// Messages that wait for nothing.
    private record Unpaced(Workload paced) implements Workload {

        @Override
        public List<Address> devices() {
            return paced.devices();
        }

        @Override
        public MessageSource begin(Instant now) {
            MessageSource source = paced.begin(now);
            return () -> {
                Message message = source.next();
                return message == null
                        ? null
                        : new Message(message.device(), Message.UNPACED, message.payload(), message.entries());
            };
        }
    }
}
