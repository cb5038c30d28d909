package io.wattline.sim.replay;

import io.wattline.sim.workload.Entry;
import io.wattline.sim.workload.Message;
import io.wattline.sim.workload.MessageSource;
import io.wattline.sim.workload.Workload;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.TelemetryTopic.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Recorded readings, one a message, by time. Immutable.
public final class ReplayWorkload implements Workload {

    private final ReplaySettings settings;
    private final List<Reading> readings;
    private final Map<Address, Integer> devices = new LinkedHashMap<>();

    private ReplayWorkload(ReplaySettings settings, List<Reading> readings) {
        this.settings = settings;
        this.readings = readings;
        for (Reading reading : readings) {
            devices.putIfAbsent(address(reading), devices.size());
        }
    }

    /// Reads and checks all files.
    ///
    /// @throws CsvFault naming the file, the line and the column of the first thing that is wrong
    public static ReplayWorkload read(ReplaySettings settings) {
        return new ReplayWorkload(settings, CsvFiles.read(settings.files()));
    }

    /// The devices in the order of their first reading.
    @Override
    public List<Address> devices() {
        return new ArrayList<>(devices.keySet());
    }

    @Override
    public MessageSource begin(Instant now) {
        Instant end = settings.rebaseEnd() == null ? now : settings.rebaseEnd();
        Instant newest = readings.getLast().measuredAt();
        return new Rows(Duration.between(newest, Reading.truncateToMicros(end)));
    }

    private final class Rows implements MessageSource {

        private final Duration shift;
        private int next;

        Rows(Duration shift) {
            this.shift = shift;
        }

        @Override
        public @Nullable Message next() {
            if (next == readings.size()) {
                return null;
            }
            Reading recorded = readings.get(next++);
            Integer device = devices.get(address(recorded));
            if (device == null) {
                throw new IllegalStateException("a reading of a device that is not in the list");
            }
            Reading moved = recorded.at(recorded.measuredAt().plus(shift));
            return Message.of(device, dueNanos(recorded), Entry.sound(moved));
        }
    }

    private long dueNanos(Reading recorded) {
        if (settings.speed().isMax()) {
            return Message.UNPACED;
        }
        Duration sinceFirst = Duration.between(readings.getFirst().measuredAt(), recorded.measuredAt());
        double seconds = sinceFirst.toSeconds() + sinceFirst.toNanosPart() / 1e9;
        return (long) (seconds / settings.speed().factor() * 1e9);
    }

    private static Address address(Reading reading) {
        return new Address(reading.kind(), reading.deviceId());
    }
}
