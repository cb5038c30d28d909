package io.wattline.ingestor.postgres;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.DayPartitions;
import io.wattline.ingestor.pipeline.BatchContent;
import io.wattline.ingestor.pipeline.Row;
import io.wattline.ingestor.pipeline.StoreFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes day partitions, ahead of time and on demand, always on a connection of its own: inside a batch's transaction
/// the lock on the parent table could make writers wait for each other in a circle. Safe for all threads.
public final class PartitionMaker {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionMaker.class);
    private static final String OUTSIDE_WINDOW = "22008";

    private final DatabaseConfig database;
    private final InstantSource clock;

    public PartitionMaker(DatabaseConfig database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Makes what the content needs.
    ///
    /// @throws StoreFault if they cannot be made now
    void make(BatchContent content) {
        try (Connection connection = DataSources.connect(database)) {
            ensure(connection, DayPartitionedTable.METER_HISTORY, days(measured(content.meters().stream())));
            ensure(connection, DayPartitionedTable.VEHICLE_HISTORY, days(measured(content.vehicles().stream())));
            ensure(
                    connection,
                    DayPartitionedTable.REJECTED_MESSAGE,
                    days(content.quarantine().stream().map(row -> row.receivedAt())));
        } catch (SQLException e) {
            throw SqlFaults.classify(e);
        }
    }

    /// Makes the partitions of all tables from yesterday, for readings around midnight, to `daysAhead` days from now.
    ///
    /// @throws StoreFault if they cannot be made now
    public void makeAhead(int daysAhead) {
        LocalDate today = today();
        SortedSet<LocalDate> days = today.minusDays(1)
                .datesUntil(today.plusDays(daysAhead + 1L))
                .collect(Collectors.toCollection(TreeSet::new));
        try (Connection connection = DataSources.connect(database)) {
            for (DayPartitionedTable table : DayPartitionedTable.values()) {
                ensure(connection, table, days);
            }
        } catch (SQLException e) {
            throw SqlFaults.classify(e);
        }
    }

    private void ensure(Connection connection, DayPartitionedTable table, SortedSet<LocalDate> days)
            throws SQLException {
        for (LocalDate day : days) {
            try {
                if (DayPartitions.ensure(connection, table, day)) {
                    LOG.info("made partition table={} day={}", table.tableName(), day);
                }
            } catch (SQLException e) {
                if (OUTSIDE_WINDOW.equals(e.getSQLState())) {
                    // Every reading has passed the narrower window of our own clock, so the two clocks disagree.
                    throw new StoreFault.Misconfigured(
                            "the database refuses a partition for " + day + ": compare its clock with ours", e);
                }
                throw e;
            }
        }
    }

    private LocalDate today() {
        return clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static Stream<Instant> measured(Stream<? extends Row<?>> rows) {
        return rows.map(row -> row.reading().measuredAt());
    }

    private static SortedSet<LocalDate> days(Stream<Instant> instants) {
        return instants.map(instant -> instant.atOffset(ZoneOffset.UTC).toLocalDate())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
