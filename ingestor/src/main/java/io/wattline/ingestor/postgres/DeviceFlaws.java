package io.wattline.ingestor.postgres;

import io.wattline.ingestor.pipeline.BatchContent;
import io.wattline.ingestor.pipeline.BatchStore;
import io.wattline.ingestor.pipeline.Row;
import java.sql.Connection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/// The rows of `device_flaw` that a batch adds to: how many readings of each device and hour gave other values for an
/// instant that history has. Written in the order of the keys, meters first, as all writers do.
final class DeviceFlaws {

    private static final String ADD = """
            INSERT INTO device_flaw AS held (kind, device_id, hour, conflicts) SELECT * FROM unnest(?, ?, ?, ?)
            ON CONFLICT (device_id, kind, hour) DO UPDATE SET conflicts = held.conflicts + excluded.conflicts
            """;

    private final List<String> kinds = new ArrayList<>();
    private final List<String> deviceIds = new ArrayList<>();
    private final List<String> hours = new ArrayList<>();
    private final List<Integer> conflicts = new ArrayList<>();

    private DeviceFlaws() {}

    static DeviceFlaws of(BatchContent content, BatchStore.Found meters, BatchStore.Found vehicles) {
        DeviceFlaws flaws = new DeviceFlaws();
        flaws.add("meter", content.meters(), meters.conflicts());
        flaws.add("vehicle", content.vehicles(), vehicles.conflicts());
        return flaws;
    }

    /// Rows come sorted by device and time, so those of an hour are neighbours.
    private void add(String kind, List<? extends Row<?>> rows, BitSet conflicting) {
        for (int i = conflicting.nextSetBit(0); i >= 0; i = conflicting.nextSetBit(i + 1)) {
            String device = rows.get(i).reading().deviceId();
            Instant measuredAt = rows.get(i).reading().measuredAt();
            String hour = measuredAt.truncatedTo(ChronoUnit.HOURS).toString();
            int last = kinds.size() - 1;
            if (last >= 0
                    && kinds.get(last).equals(kind)
                    && deviceIds.get(last).equals(device)
                    && hours.get(last).equals(hour)) {
                conflicts.set(last, conflicts.get(last) + 1);
            } else {
                kinds.add(kind);
                deviceIds.add(device);
                hours.add(hour);
                conflicts.add(1);
            }
        }
    }

    /// Adds them, if there are any.
    void write(JdbcTemplate jdbc) {
        if (kinds.isEmpty()) {
            return;
        }
        jdbc.update(ADD, statement -> {
            Connection connection = statement.getConnection();
            statement.setArray(1, connection.createArrayOf("text", kinds.toArray()));
            statement.setArray(2, connection.createArrayOf("text", deviceIds.toArray()));
            statement.setArray(3, connection.createArrayOf("timestamptz", hours.toArray()));
            statement.setArray(4, connection.createArrayOf("int4", conflicts.toArray()));
        });
    }
}
