package io.wattline.ingestor.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DatabaseTimeouts;
import io.wattline.db.testing.MigratedDatabase;
import io.wattline.ingestor.pipeline.BatchContent;
import io.wattline.ingestor.pipeline.BatchStore.Stored;
import io.wattline.ingestor.testing.Readings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/// A database of its own and a store that writes to it as the ingestor does, with the ingestor's role and pool.
final class StoreFixture implements AutoCloseable {

    private final MigratedDatabase database = MigratedDatabase.create();
    final HikariDataSource pool;
    final PartitionMaker partitions = new PartitionMaker(ingest(), () -> Readings.BEGAN);
    final PostgresBatchStore store;

    /// With the partitions around the day of [Readings#NOON].
    StoreFixture() {
        this(UnaryOperator.identity());
        partitions.makeAhead(1);
    }

    private StoreFixture(UnaryOperator<DataSource> wrapper) {
        this(wrapper, DatabaseTimeouts.DEFAULT);
    }

    private StoreFixture(UnaryOperator<DataSource> wrapper, DatabaseTimeouts timeouts) {
        DatabaseConfig ingest = ingest();
        pool = DataSources.pool(new DatabaseConfig(
                ingest.url(),
                ingest.username(),
                ingest.password(),
                ingest.poolSize(),
                ingest.applicationName(),
                timeouts));
        store = new PostgresBatchStore(wrapper.apply(pool), partitions);
    }

    /// Without any partition.
    static StoreFixture bare() {
        return new StoreFixture(UnaryOperator.identity());
    }

    /// With the partitions around the day of [Readings#NOON] and these time-outs of the store's connections.
    static StoreFixture within(DatabaseTimeouts timeouts) {
        var fixture = new StoreFixture(UnaryOperator.identity(), timeouts);
        fixture.partitions.makeAhead(1);
        return fixture;
    }

    /// With the partitions around the day of [Readings#NOON] and something between the store and the pool.
    static StoreFixture behind(UnaryOperator<DataSource> wrapper) {
        var fixture = new StoreFixture(wrapper);
        fixture.partitions.makeAhead(1);
        return fixture;
    }

    DatabaseConfig ingest() {
        return database.configFor(DatabaseRole.INGEST);
    }

    PostgresDeferralStore deferral() {
        return new PostgresDeferralStore(pool, ingest());
    }

    Connection asIngest() throws SQLException {
        return DataSources.connect(ingest());
    }

    Connection asQuery() throws SQLException {
        return DataSources.connect(database.configFor(DatabaseRole.QUERY));
    }

    Connection asSuperuser() throws SQLException {
        return DataSources.connect(database.superuser());
    }

    /// Stores a content and makes the partitions that it turns out to need, as the pipeline does.
    Stored storeAnyDay(BatchContent content) {
        store.makePartitions(content);
        return store.store(content);
    }

    /// Empties all tables; the partitions stay.
    void empty() {
        execute("TRUNCATE meter_history, vehicle_history, meter_live, vehicle_live, rejected_message");
    }

    /// Runs statements as the superuser.
    void execute(String sql) {
        try (Connection connection = asSuperuser();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The rows of a query by the superuser, each as the text of its columns, separated by a blank.
    List<String> rows(String query) {
        try (Connection connection = asSuperuser();
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                var row = new StringJoiner(" ");
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(result.getString(column));
                }
                rows.add(row.toString());
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Makes the partition of any day, also of one far away, which the database's own function refuses.
    void makePartition(String table, LocalDate day) {
        execute("""
                SET ROLE wattline_owner;
                CREATE TABLE IF NOT EXISTS %1$s_%2$s PARTITION OF %1$s FOR VALUES FROM ('%3$sT00:00:00Z') TO ('%4$sT00:00:00Z')
                """.formatted(table, day.toString().replace('-', '_'), day, day.plusDays(1)));
    }

    /// The names of a table's partitions, sorted.
    List<String> partitionsOf(String table) {
        return rows("""
                SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = '%s'::regclass ORDER BY 1
                """.formatted(table));
    }

    @Override
    public void close() {
        pool.close();
        database.close();
    }
}
