package io.wattline.bench.load;

import io.wattline.db.DayPartitionedTable;
import io.wattline.db.DayPartitions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// The day partitions of history, where no ingestor makes them.
public final class Days {

    private Days() {}

    /// Makes sure that readings measured from `first` to `last`, both inclusive, have partitions.
    public static void ensure(Connection connection, Instant first, Instant last) throws SQLException {
        List<LocalDate> days = day(first).datesUntil(day(last).plusDays(1)).toList();
        for (LocalDate day : days) {
            DayPartitions.ensure(connection, DayPartitionedTable.METER_HISTORY, day);
            DayPartitions.ensure(connection, DayPartitionedTable.VEHICLE_HISTORY, day);
        }
    }

    static LocalDate day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
