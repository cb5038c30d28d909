package io.wattline.ingestor.postgres;

import io.wattline.ingestor.refusal.RefusalStore;
import io.wattline.ingestor.refusal.RefusalTally;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [RefusalStore] on the table `refused_connection`, which bounds itself.
public final class PostgresRefusalStore implements RefusalStore {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresRefusalStore.class);
    private static final String NOTE = "SELECT note_refused_connections(?, ?, ?, ?)";

    private final DataSource database;

    public PostgresRefusalStore(DataSource database) {
        this.database = database;
    }

    @Override
    public boolean add(List<RefusalTally.Count> counts) {
        List<RefusalTally.Count> sorted = counts.stream()
                .sorted(Comparator.comparing(
                                (RefusalTally.Count count) -> count.last().client())
                        .thenComparing(count -> count.last().reason().code()))
                .toList();
        try (Connection connection = database.getConnection();
                var statement = connection.prepareStatement(NOTE)) {
            statement.setArray(
                    1, texts(connection, sorted, count -> count.last().client()));
            statement.setArray(
                    2, texts(connection, sorted, count -> count.last().reason().code()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "int8",
                            sorted.stream().map(RefusalTally.Count::times).toArray()));
            statement.setArray(
                    4, texts(connection, sorted, count -> count.last().detail()));
            statement.execute();
            return true;
        } catch (SQLException e) {
            LOG.debug("the counts of refused connections are not stored yet", e);
            return false;
        }
    }

    private static Array texts(
            Connection connection, List<RefusalTally.Count> counts, Function<RefusalTally.Count, String> text)
            throws SQLException {
        return connection.createArrayOf("text", counts.stream().map(text).toArray());
    }
}
