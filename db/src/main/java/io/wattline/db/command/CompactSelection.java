package io.wattline.db.command;

import io.wattline.db.Compaction;
import io.wattline.db.DayPartition;
import io.wattline.db.DayPartitionedTable;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which days the command `compact` was asked for.
///
/// @param tables one history table or both
/// @param day null for every day that is pending
record CompactSelection(
        List<DayPartitionedTable> tables, @Nullable LocalDate day) {

    /// The arguments are wrong; the message says which.
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        private Invalid(String message) {
            super(message);
        }
    }

    /// Quarantine is written in the order of its key: there is nothing to gain.
    private static final List<DayPartitionedTable> HISTORY =
            List.of(DayPartitionedTable.METER_HISTORY, DayPartitionedTable.VEHICLE_HISTORY);

    CompactSelection {
        tables = List.copyOf(tables);
    }

    static CompactSelection from(String[] arguments) throws Invalid {
        var selection = new CompactSelection(HISTORY, null);
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new Invalid(arguments[i] + " needs a value");
            }
            selection = selection.with(arguments[i], arguments[i + 1]);
        }
        return selection;
    }

    /// The partitions to rewrite; one that is over if a day was named.
    List<DayPartition> daysOf(DayPartitionedTable table, Compaction compaction) {
        return day == null
                ? compaction.pending(table)
                : compaction.closed(table, day).stream().toList();
    }

    private CompactSelection with(String option, String value) throws Invalid {
        return switch (option) {
            case "--day" -> new CompactSelection(tables, parseDay(value));
            case "--table" -> new CompactSelection(List.of(parseTable(value)), day);
            default -> throw new Invalid("unknown option " + option);
        };
    }

    private static LocalDate parseDay(String value) throws Invalid {
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            throw new Invalid("--day " + value + " must be a date such as 2026-11-19");
        }
    }

    private static DayPartitionedTable parseTable(String value) throws Invalid {
        return HISTORY.stream()
                .filter(table -> table.tableName().equals(value))
                .findFirst()
                .orElseThrow(() -> new Invalid("--table " + value + " must be meter_history or vehicle_history"));
    }
}
