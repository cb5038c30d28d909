package io.wattline.ingestor.postgres;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.DayPartitions;
import io.wattline.ingestor.pipeline.DeferralStore;
import io.wattline.ingestor.pipeline.DeferredReading;
import io.wattline.ingestor.pipeline.HistoryDay;
import io.wattline.ingestor.pipeline.Source;
import io.wattline.ingestor.pipeline.StoreFault;
import io.wattline.telemetry.AcceptedWindow;
import io.wattline.telemetry.DeviceKind;
import io.wattline.telemetry.PayloadDecoder;
import io.wattline.telemetry.PayloadEncoder;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.Sender;
import io.wattline.telemetry.TelemetryTopic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deferred readings in `deferred_reading`. Safe for all threads; each call takes one pooled connection, and the look
/// at the days one of its own.
public final class PostgresDeferralStore implements DeferralStore {

    /// How many readings may wait, of all ingestors together. A little more where several find room at once.
    static final int MOST_WAITING = 100_000;

    private static final String DEFER = """
            INSERT INTO deferred_reading (reading_id, received_at, day, device_id, kind, source, topic, payload)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String CLAIM = """
            UPDATE deferred_reading SET claimed_until = clock_timestamp() + interval '1 minute'
            WHERE (device_id, reading_id) IN (
              SELECT device_id, reading_id FROM deferred_reading
              WHERE kind = ? AND day = ?
                AND claimed_until NOT BETWEEN clock_timestamp() AND clock_timestamp() + interval '2 minutes'
              ORDER BY received_at LIMIT ? FOR UPDATE SKIP LOCKED)
            RETURNING reading_id, received_at, kind, source, topic, payload
            """;
    private static final String FORGET = """
            DELETE FROM deferred_reading
            WHERE (device_id, reading_id) IN (SELECT * FROM unnest(?, ?))
            """;

    /// The reading was accepted when it came.
    private static final PayloadDecoder DECODER = new PayloadDecoder(
            new TelemetryTopic(""), new AcceptedWindow(Duration.ofDays(36_500), Duration.ofDays(36_500)));

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDeferralStore.class);

    private final DataSource pool;
    private final DatabaseConfig database;

    public PostgresDeferralStore(DataSource pool, DatabaseConfig database) {
        this.pool = pool;
        this.database = database;
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface Connecting {
        Connection connect() throws SQLException;
    }

    @Override
    public Set<HistoryDay> closed(Collection<HistoryDay> days) {
        return connected(() -> DataSources.connect(database), connection -> {
            var closed = new HashSet<HistoryDay>();
            for (HistoryDay day : days) {
                if (!canWrite(connection, day)) {
                    closed.add(day);
                }
            }
            return closed;
        });
    }

    @Override
    public void defer(List<DeferredReading> readings) {
        List<DeferredReading> sorted = sorted(readings);
        connected(pool::getConnection, connection -> {
            if (count(connection) >= MOST_WAITING) {
                throw new StoreFault.Transient(
                        MOST_WAITING + " deferred readings wait already: see to the days that cannot be written",
                        new IllegalStateException("the queue is full"));
            }
            try (var statement = connection.prepareStatement(DEFER)) {
                bind(statement, sorted);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public Map<HistoryDay, Long> waiting() {
        return connected(pool::getConnection, connection -> {
            try (var statement = connection.prepareStatement(
                            "SELECT kind, day, count(*) FROM deferred_reading GROUP BY 1, 2");
                    var rows = statement.executeQuery()) {
                var waiting = new HashMap<HistoryDay, Long>();
                while (rows.next()) {
                    waiting.put(
                            new HistoryDay(kind(rows.getString(1)), rows.getObject(2, LocalDate.class)),
                            rows.getLong(3));
                }
                return waiting;
            }
        });
    }

    @Override
    public List<DeferredReading> claim(HistoryDay day, int most) {
        return connected(pool::getConnection, connection -> {
            try (var statement = connection.prepareStatement(CLAIM)) {
                statement.setString(1, code(day.kind()));
                statement.setObject(2, day.day());
                statement.setInt(3, most);
                var claimed = new ArrayList<DeferredReading>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        readings(rows).forEach(claimed::add);
                    }
                }
                claimed.sort(Comparator.comparing(DeferredReading::receivedAt));
                return claimed;
            }
        });
    }

    @Override
    public void forget(List<DeferredReading> readings) {
        List<DeferredReading> sorted = sorted(readings);
        connected(pool::getConnection, connection -> {
            try (var statement = connection.prepareStatement(FORGET)) {
                array(statement, 1, "text", sorted, row -> row.reading().deviceId());
                array(statement, 2, "uuid", sorted, DeferredReading::id);
                return statement.executeUpdate();
            }
        });
    }

    private static <T> T connected(Connecting connecting, Work<T> work) {
        try (Connection connection = connecting.connect()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw SqlFaults.classify(e);
        }
    }

    private static boolean canWrite(Connection connection, HistoryDay day) throws SQLException {
        DayPartitionedTable table = day.kind() == DeviceKind.METER
                ? DayPartitionedTable.METER_HISTORY
                : DayPartitionedTable.VEHICLE_HISTORY;
        try {
            DayPartitions.ensure(connection, table, day.day());
        } catch (SQLException e) {
            if (SqlFaults.isConnectionLoss(e)) {
                throw e;
            }
            // It cannot be made now, for whatever reason.
            return false;
        }
        try (var statement = connection.prepareStatement("SELECT can_write_day(?, ?)")) {
            statement.setString(1, table.tableName());
            statement.setObject(2, day.day());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT count(*) FROM deferred_reading");
                var row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void bind(PreparedStatement statement, List<DeferredReading> rows) throws SQLException {
        array(statement, 1, "uuid", rows, DeferredReading::id);
        array(statement, 2, "timestamptz", rows, row -> row.receivedAt().toString());
        array(
                statement,
                3,
                "date",
                rows,
                row -> HistoryDay.of(row.reading()).day().toString());
        array(statement, 4, "text", rows, row -> row.reading().deviceId());
        array(statement, 5, "text", rows, row -> code(row.reading().kind()));
        array(statement, 6, "text", rows, row -> row.source().code());
        array(statement, 7, "text", rows, DeferredReading::topicName);
        array(statement, 8, "bytea", rows, row -> PayloadEncoder.encode(row.reading()));
    }

    private static void array(
            PreparedStatement statement,
            int position,
            String type,
            List<DeferredReading> rows,
            Function<DeferredReading, @Nullable Object> element)
            throws SQLException {
        Object[] elements = type.equals("bytea")
                ? rows.stream().map(element).toArray(byte[][]::new)
                : rows.stream().map(element).toArray();
        statement.setArray(position, statement.getConnection().createArrayOf(type, elements));
    }

    /// One, or none where the row is not what was put there.
    private static Stream<DeferredReading> readings(ResultSet row) throws SQLException {
        UUID id = row.getObject(1, UUID.class);
        Instant receivedAt = row.getObject(2, OffsetDateTime.class)
                .withOffsetSameInstant(ZoneOffset.UTC)
                .toInstant();
        var sender = new Sender.InPayload(kind(row.getString(3)));
        List<Reading> readings =
                DECODER.decode(sender, row.getBytes(6), receivedAt).readings();
        if (readings.size() != 1) {
            LOG.error("deferred_reading has a row that is no reading, left there: readingId={}", id);
            return Stream.empty();
        }
        Source source = row.getString(4).equals(Source.MQTT.code()) ? Source.MQTT : Source.HTTP;
        return Stream.of(new DeferredReading(id, readings.getFirst(), source, row.getString(5), receivedAt));
    }

    private static List<DeferredReading> sorted(List<DeferredReading> readings) {
        return readings.stream()
                .sorted(Comparator.<DeferredReading, String>comparing(
                                row -> row.reading().deviceId())
                        .thenComparing(DeferredReading::id))
                .toList();
    }

    private static String code(DeviceKind kind) {
        return switch (kind) {
            case METER -> "meter";
            case VEHICLE -> "vehicle";
        };
    }

    private static DeviceKind kind(String code) {
        return code.equals("meter") ? DeviceKind.METER : DeviceKind.VEHICLE;
    }
}
