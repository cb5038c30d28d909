package io.wattline.ingestor.postgres;

import io.wattline.ingestor.pipeline.BatchContent;
import io.wattline.ingestor.pipeline.BatchStore;
import io.wattline.ingestor.pipeline.Row;
import io.wattline.ingestor.pipeline.StoreFault;
import io.wattline.telemetry.Reading;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.BitSet;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Commits batches to PostgreSQL, one transaction each, rows sorted by key and tables in a fixed order, so that no two
/// writers wait for each other in a circle. Safe for all threads; each call takes one pooled connection.
public final class PostgresBatchStore implements BatchStore {

    /// Connection exceptions, and the server ending the session: 57P02 comes at any moment, after a COMMIT too.
    private static final List<String> CONNECTION_LOSS = List.of("08", "57P");
    private static final String INVALID_PARAMETER = "22023";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final QuarantineSql quarantine;
    private final PartitionMaker partitions;

    public PostgresBatchStore(DataSource pool, PartitionMaker partitions) {
        this.jdbc = new JdbcTemplate(pool);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
        this.quarantine = new QuarantineSql(jdbc);
        this.partitions = partitions;
    }

    /// Before which instant a reading is late for as long as the transaction lasts, and the transaction's id.
    private record Closing(Instant closedBefore, String transactionId) {}

    /// What a transaction did before its COMMIT.
    private record Written(String transactionId, Stored stored) {}

    @Override
    public Stored store(BatchContent content) {
        // Set once all statements are through: from then on a lost connection leaves the outcome open.
        var written = new Written[1];
        try {
            transaction.executeWithoutResult(status -> written[0] = write(content));
            return written[0].stored();
        } catch (RuntimeException e) {
            StoreFault fault = SqlFaults.classify(e);
            if (written[0] != null && isConnectionLoss(e)) {
                throw new StoreFault.CommitUnanswered(
                        new Unanswered(written[0].transactionId(), written[0].stored(), content), fault);
            }
            throw fault;
        }
    }

    @Override
    public boolean wasCommitted(Unanswered unanswered) {
        try {
            String status =
                    jdbc.queryForObject("SELECT pg_xact_status(?::xid8)", String.class, unanswered.transactionId());
            if ("in progress".equals(status)) {
                throw new StoreFault.Transient(
                        "the transaction is still in progress", new IllegalStateException(status));
            }
            // A server that crashed gives the id of a transaction of which nothing reached the disk to another
            // one. So its rows have to be there too.
            return "committed".equals(status) && StoredKeys.areThere(jdbc, unanswered.content(), unanswered.stored());
        } catch (StoreFault fault) {
            throw fault;
        } catch (RuntimeException e) {
            SQLException sql = SqlFaults.sqlException(e);
            if (sql != null && INVALID_PARAMETER.equals(sql.getSQLState())) {
                // After a crash the server does not know that it gave this id out: nothing of it survived.
                return false;
            }
            throw SqlFaults.classify(e);
        }
    }

    @Override
    public void makePartitions(BatchContent content) {
        partitions.make(content);
    }

    private Written write(BatchContent content) {
        BitSet newMeters = insert(HistorySql.METER, content.meters());
        BitSet newVehicles = insert(HistorySql.VEHICLE, content.vehicles());
        upsertLive(HistorySql.METER, content.meters());
        upsertLive(HistorySql.VEHICLE, content.vehicles());
        var stored = new Stored(newMeters, newVehicles);
        String transactionId = markLate(content, stored);
        quarantine.insert(content.quarantine());
        return new Written(transactionId, stored);
    }

    /// Marks the hours of late readings, and returns the transaction's id, both for one round trip. It comes after
    /// everything that may wait for a row: whoever holds back the closing of hours must not wait for somebody who
    /// waits for it.
    private String markLate(BatchContent content, Stored stored) {
        Closing closing = jdbc.queryForObject(
                "SELECT hold_closed_before(), pg_current_xact_id()::text",
                (row, number) ->
                        new Closing(row.getObject(1, OffsetDateTime.class).toInstant(), row.getString(2)));
        if (closing == null) {
            throw new IllegalStateException("hold_closed_before() answered nothing");
        }
        RollupMarks.of(content, stored, closing.closedBefore()).insert(jdbc);
        return closing.transactionId();
    }

    private <R extends Reading> BitSet insert(HistorySql<R> sql, List<Row<R>> rows) {
        if (rows.isEmpty()) {
            return new BitSet();
        }
        ResultSetExtractor<BitSet> newRows = returned -> positions(returned, rows);
        BitSet positions = jdbc.query(sql.insertHistory(), statement -> sql.bind(statement, rows), newRows);
        return positions == null ? new BitSet() : positions;
    }

    private <R extends Reading> void upsertLive(HistorySql<R> sql, List<Row<R>> rows) {
        List<Row<R>> newest = BatchContent.newestPerDevice(rows);
        if (!newest.isEmpty()) {
            jdbc.update(sql.upsertLive(), statement -> sql.bind(statement, newest));
        }
    }

    /// The returned keys are a part of the rows' keys in the same order; of rows with equal keys the first is it.
    private static <R extends Reading> BitSet positions(ResultSet returned, List<Row<R>> rows) throws SQLException {
        var positions = new BitSet(rows.size());
        int next = 0;
        while (returned.next()) {
            String deviceId = returned.getString(1);
            Instant measuredAt = returned.getObject(2, OffsetDateTime.class).toInstant();
            while (!hasKey(rows.get(next), deviceId, measuredAt)) {
                next++;
            }
            positions.set(next++);
        }
        return positions;
    }

    private static boolean hasKey(Row<?> row, String deviceId, Instant measuredAt) {
        return row.reading().deviceId().equals(deviceId)
                && row.reading().measuredAt().equals(measuredAt);
    }

    private static boolean isConnectionLoss(RuntimeException e) {
        @Nullable SQLException sql = SqlFaults.sqlException(e);
        return sql == null
                || sql.getSQLState() == null
                || CONNECTION_LOSS.stream().anyMatch(sql.getSQLState()::startsWith);
    }
}
