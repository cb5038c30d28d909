package io.wattline.db;

import java.time.LocalDate;

/// One UTC day of a table.
public record DayPartition(DayPartitionedTable table, LocalDate day) {

    /// What the partition is called in the database, for example `meter_history_2026_11_20`.
    public String name() {
        return table.tableName() + "_" + day.toString().replace('-', '_');
    }
}
