package io.wattline.sim.workload;

import io.wattline.sim.fleet.Fleet;
import io.wattline.sim.workload.Schedule.Beat;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.TelemetryTopic.Address;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A fleet's heartbeats, one reading a message. The same settings with a start give the same bytes every time.
public final class LiveWorkload implements Workload {

    private final RunSettings settings;

    public LiveWorkload(RunSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<Address> devices() {
        return Fleet.devices(settings.fleet());
    }

    @Override
    public MessageSource begin(Instant now) {
        Instant start = settings.start();
        return new Heartbeats(new Fleet(settings.fleet()), Micros.of(start == null ? now : start));
    }

    private final class Heartbeats implements MessageSource {

        private final Fleet fleet;
        private final Schedule schedule;
        private long sent;

        Heartbeats(Fleet fleet, long startMicros) {
            this.fleet = fleet;
            this.schedule = switch (settings.pace()) {
                case Pace.Heartbeat pace ->
                    new HeartbeatSchedule(new HeartbeatGrid(fleet.deviceCount(), pace), pace.rampUp(), startMicros);
                case Pace.Rate pace ->
                    new RateSchedule(fleet.deviceCount(), pace.perSecond(), pace.rampUp(), startMicros);
            };
        }

        @Override
        public @Nullable Message next() {
            if (settings.count() > 0 && sent == settings.count()) {
                return null;
            }
            Beat beat = schedule.next();
            if (settings.duration().isPositive()
                    && beat.dueNanos() >= settings.duration().toNanos()) {
                return null;
            }
            sent++;
            Reading reading = fleet.reading(beat.device(), beat.sinceMicros(), beat.atMicros());
            Entry entry = Entry.sound(reading);
            return Message.of(
                    beat.device(),
                    beat.dueNanos(),
                    fleet.isDegraded(beat.device()) ? entry.with(Fault.DEGRADED) : entry);
        }
    }
}
