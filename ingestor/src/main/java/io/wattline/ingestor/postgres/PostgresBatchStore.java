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
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Commits batches to PostgreSQL, one transaction each, rows sorted by key and tables in a fixed order, so that no two
/// writers wait for each other in a circle. Safe for all threads; each call takes one pooled connection.
public final class PostgresBatchStore implements BatchStore {

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

    /// How far a transaction has come.
    private static final class Progress {
        /// Whether a statement that writes rows is running: only such a one can be refused because of a row.
        private boolean writingRows;
        private @Nullable Stored done;

        <T> T rows(Supplier<T> statement) {
            writingRows = true;
            T result = statement.get();
            writingRows = false;
            return result;
        }
    }

    @Override
    public Stored store(BatchContent content) {
        var progress = new Progress();
        try {
            transaction.executeWithoutResult(status -> progress.done = write(content, progress));
            return Objects.requireNonNull(progress.done);
        } catch (RuntimeException e) {
            StoreFault fault = progress.writingRows ? SqlFaults.classifyRowWrite(e) : SqlFaults.classify(e);
            // Once all statements are through, a lost connection leaves the outcome open.
            throw progress.done != null && isConnectionLoss(e) ? new StoreFault.CommitUnanswered(fault) : fault;
        }
    }

    @Override
    public void makePartitions(BatchContent content) {
        partitions.make(content);
    }

    private Stored write(BatchContent content, Progress progress) {
        BitSet newMeters = progress.rows(() -> insert(HistorySql.METER, content.meters()));
        BitSet newVehicles = progress.rows(() -> insert(HistorySql.VEHICLE, content.vehicles()));
        progress.rows(() -> upsertLive(HistorySql.METER, content.meters()));
        progress.rows(() -> upsertLive(HistorySql.VEHICLE, content.vehicles()));
        var stored = new Stored(
                newMeters,
                newVehicles,
                lookUp(HistorySql.METER, content.meters(), newMeters),
                lookUp(HistorySql.VEHICLE, content.vehicles(), newVehicles));
        // Before the mark, as it may wait for a row.
        DeviceFlaws.of(content, stored.foundMeters(), stored.foundVehicles()).write(jdbc);
        markLate(content, stored);
        progress.rows(() -> quarantine.insert(content.quarantine()));
        return stored;
    }

    /// Marks the hours of late readings. It comes after everything that may wait for a row: a transaction that holds
    /// back the closing of hours must not wait for another that waits for the closing.
    private void markLate(BatchContent content, Stored stored) {
        OffsetDateTime lateBefore = jdbc.queryForObject("SELECT hold_late_before()", OffsetDateTime.class);
        if (lateBefore == null) {
            throw new IllegalStateException("hold_late_before() answered nothing");
        }
        RollupMarks.of(content, stored, lateBefore.toInstant()).insert(jdbc);
    }

    /// What history says of the rows that it did not take.
    private <R extends Reading> Found lookUp(HistorySql<R> sql, List<Row<R>> rows, BitSet fresh) {
        var conflicts = new BitSet();
        var ownArrivals = new BitSet();
        int[] others =
                IntStream.range(0, rows.size()).filter(i -> !fresh.get(i)).toArray();
        if (others.length > 0) {
            List<Row<R>> asked = Arrays.stream(others).mapToObj(rows::get).toList();
            jdbc.query(sql.lookUp(), statement -> sql.bind(statement, asked), (ResultSet found) -> {
                int position = others[found.getInt(1)];
                conflicts.set(position, !found.getBoolean(2));
                ownArrivals.set(position, found.getBoolean(3));
            });
        }
        return new Found(conflicts, ownArrivals);
    }

    private <R extends Reading> BitSet insert(HistorySql<R> sql, List<Row<R>> rows) {
        if (rows.isEmpty()) {
            return new BitSet();
        }
        ResultSetExtractor<BitSet> newRows = returned -> positions(returned, rows);
        BitSet positions = jdbc.query(sql.insertHistory(), statement -> sql.bind(statement, rows), newRows);
        return positions == null ? new BitSet() : positions;
    }

    private <R extends Reading> int upsertLive(HistorySql<R> sql, List<Row<R>> rows) {
        List<Row<R>> newest = BatchContent.newestPerDevice(rows);
        return newest.isEmpty() ? 0 : jdbc.update(sql.upsertLive(), statement -> sql.bind(statement, newest));
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
        return sql == null || SqlFaults.isConnectionLoss(sql);
    }
}
