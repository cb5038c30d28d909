package io.wattline.db;

/// The tables that have one partition a UTC day.
public enum DayPartitionedTable {
    /// Readings of meters, by the time they were measured.
    METER_HISTORY("meter_history"),
    /// Readings of vehicles, by the time they were measured.
    VEHICLE_HISTORY("vehicle_history"),
    /// Quarantined messages, by the time they arrived.
    REJECTED_MESSAGE("rejected_message");

    private final String tableName;

    DayPartitionedTable(String tableName) {
        this.tableName = tableName;
    }

    /// The name of the table; its partitions are named `<tableName>_2026_11_20`.
    public String tableName() {
        return tableName;
    }
}
