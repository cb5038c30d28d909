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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// The rows of `rollup_dirty` that new late readings need, one a device and hour of the batch.
///
/// Why they are written unconditionally, and why no late reading can slip between its mark and the refresh, stands in
/// the migration `V7__rollups.sql`; why a reading right behind the last closed hour is late too, in
/// `V12_1__matched_energy.sql`.
final class RollupMarks {

    private static final String INSERT =
            "INSERT INTO rollup_dirty (kind, device_id, hour) SELECT * FROM unnest(?, ?, ?)";

    private final List<String> kinds = new ArrayList<>();
    private final List<String> deviceIds = new ArrayList<>();
    private final List<String> hours = new ArrayList<>();

    private RollupMarks() {}

    /// The marks for the rows that are new and measured before `lateBefore`.
    static RollupMarks of(BatchContent content, BatchStore.Stored stored, Instant lateBefore) {
        var marks = new RollupMarks();
        marks.add("meter", content.meters(), stored.newMeters(), lateBefore);
        marks.add("vehicle", content.vehicles(), stored.newVehicles(), lateBefore);
        return marks;
    }

    /// Writes the marks, if there are any.
    void insert(JdbcTemplate jdbc) {
        if (kinds.isEmpty()) {
            return;
        }
        jdbc.update(INSERT, statement -> {
            Connection connection = statement.getConnection();
            statement.setArray(1, connection.createArrayOf("text", kinds.toArray()));
            statement.setArray(2, connection.createArrayOf("text", deviceIds.toArray()));
            statement.setArray(3, connection.createArrayOf("timestamptz", hours.toArray()));
        });
    }

    /// Rows come sorted by device and time, so equal marks are neighbours.
    private void add(String kind, List<? extends Row<?>> rows, BitSet fresh, Instant lateBefore) {
        String lastDevice = null;
        @Nullable Instant lastHour = null;
        for (int i = fresh.nextSetBit(0); i >= 0; i = fresh.nextSetBit(i + 1)) {
            String device = rows.get(i).reading().deviceId();
            Instant measuredAt = rows.get(i).reading().measuredAt();
            if (measuredAt.isBefore(lateBefore)) {
                Instant hour = measuredAt.truncatedTo(ChronoUnit.HOURS);
                if (!device.equals(lastDevice) || !hour.equals(lastHour)) {
                    kinds.add(kind);
                    deviceIds.add(device);
                    hours.add(hour.toString());
                    lastDevice = device;
                    lastHour = hour;
                }
            }
        }
    }
}
