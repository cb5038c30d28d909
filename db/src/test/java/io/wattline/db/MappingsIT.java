package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingsIT {

    private static final String JAN = "2026-01-01T00:00:00Z";
    private static final String MAR = "2026-03-01T00:00:00Z";
    private static final String JUN = "2026-06-01T00:00:00Z";

    private static MigratedDatabase database;
    private static Connection query;

    @BeforeAll
    static void open() throws SQLException {
        database = MigratedDatabase.create();
        query = connect();
    }

    @AfterEach
    void clear() throws SQLException {
        for (String vehicle : Sql.strings(query, "SELECT DISTINCT vehicle_id FROM vehicle_meter")) {
            delete(vehicle);
        }
    }

    @AfterAll
    static void close() throws SQLException {
        query.close();
        database.close();
    }

    @Test
    void withoutValidFromOneUnboundedRowReplacesAll() throws SQLException {
        put("V1", "M1", JAN, MAR);
        put("V1", "M2", MAR, null);
        put("V1", "M3", null, null);

        assertThat(rows()).containsExactly("V1 M3 -infinity infinity");
    }

    @Test
    void puttingAnExistingMappingChangesNothing() throws SQLException {
        put("V1", "M1", null, null);
        put("V1", "M1", null, null);
        put("V2", "M2", JAN, null);
        put("V2", "M2", JAN, null);

        assertThat(rows()).containsExactly("V1 M1 -infinity infinity", "V2 M2 2026-01-01 infinity");
    }

    @Test
    void validFromEndsTheOpenRow() throws SQLException {
        put("V1", "M1", null, null);
        put("V1", "M2", MAR, null);
        put("V1", "M3", JUN, null);

        assertThat(rows())
                .containsExactly(
                        "V1 M1 -infinity 2026-03-01", "V1 M2 2026-03-01 2026-06-01", "V1 M3 2026-06-01 infinity");
    }

    @Test
    void boundedRowFillsAGap() throws SQLException {
        put("V1", "M1", null, JAN);
        put("V1", "M3", MAR, null);
        put("V1", "M2", JAN, MAR);

        assertThat(rows())
                .containsExactly(
                        "V1 M1 -infinity 2026-01-01", "V1 M2 2026-01-01 2026-03-01", "V1 M3 2026-03-01 infinity");
    }

    @Test
    void overlappingALaterRowIsAConflict() throws SQLException {
        put("V1", "M1", MAR, null);

        assertConflict("vehicle_meter_one_meter_at_a_time", () -> put("V1", "M2", JAN, JUN));
        assertConflict("vehicle_meter_one_meter_at_a_time", () -> put("V1", "M2", JAN, null));
        assertConflict("vehicle_meter_one_meter_at_a_time", () -> put("V1", "M2", MAR, null));
        assertThat(rows()).containsExactly("V1 M1 2026-03-01 infinity");
    }

    @Test
    void meterThatFeedsAnotherVehicleIsAConflict() throws SQLException {
        put("V1", "M1", JAN, MAR);

        assertConflict("vehicle_meter_one_vehicle_at_a_time", () -> put("V2", "M1", null, null));
        put("V2", "M1", MAR, null);
        assertThat(rows()).containsExactly("V1 M1 2026-01-01 2026-03-01", "V2 M1 2026-03-01 infinity");
    }

    @Test
    void conflictRollsBackTheClosingOfTheOpenRow() throws SQLException {
        put("V1", "M1", null, null);
        put("V2", "M2", null, null);

        assertConflict("vehicle_meter_one_vehicle_at_a_time", () -> put("V1", "M2", MAR, null));
        assertThat(rows()).containsExactly("V1 M1 -infinity infinity", "V2 M2 -infinity infinity");
    }

    @Test
    void swapsTwoMetersInOneTransaction() throws SQLException {
        put("V1", "M1", null, null);
        put("V2", "M2", null, null);

        write(connection -> {
            Sql.execute(connection, "SET CONSTRAINTS ALL DEFERRED");
            callPut(connection, "V1", "M2", null, null);
            callPut(connection, "V2", "M1", null, null);
        });
        assertThat(rows()).containsExactly("V1 M2 -infinity infinity", "V2 M1 -infinity infinity");
    }

    @Test
    void deleteReturnsTheNumberOfRows() throws SQLException {
        put("V1", "M1", JAN, MAR);
        put("V1", "M2", MAR, null);

        assertThat(delete("V1")).isEqualTo(2);
        assertThat(delete("V1")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " V1", "-V1", "V/1", "V#", "Vé", "V1\n"})
    void refusesAnIdOutsideTheGrammar(String id) {
        assertThat(Sql.stateOf(() -> put(id, "M1", null, null))).isEqualTo("23514");
        assertThat(Sql.stateOf(() -> put("V1", id, null, null))).isEqualTo("23514");
    }

    @Test
    void refusesAnEmptyInterval() {
        assertThat(Sql.stateOf(() -> put("V1", "M1", MAR, MAR))).isEqualTo("23514");
        assertThat(Sql.stateOf(() -> put("V1", "M1", MAR, JAN))).isEqualTo("23514");
    }

    @Test
    void concurrentWritersOfOneVehicleLeaveOneRowWithoutDeadlock() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var puts = IntStream.range(0, 6)
                    .mapToObj(i -> threads.submit((Callable<Boolean>) () -> {
                        try (Connection connection = connect()) {
                            write(connection, c -> callPut(c, "V1", "M" + i, null, null));
                            return true;
                        }
                    }))
                    .toList();
            for (var put : puts) {
                assertThat(put.get()).isTrue();
            }
        }
        assertThat(rows()).hasSize(1);
    }

    private interface Work {
        void in(Connection connection) throws SQLException;
    }

    private static Connection connect() throws SQLException {
        return DataSources.connect(database.configFor(DatabaseRole.QUERY));
    }

    private static void put(String vehicle, String meter, @Nullable String from, @Nullable String to)
            throws SQLException {
        write(connection -> callPut(connection, vehicle, meter, from, to));
    }

    private static int delete(String vehicle) throws SQLException {
        int[] deleted = new int[1];
        write(connection ->
                deleted[0] = Integer.parseInt(Sql.strings(connection, "SELECT delete_mappings('" + vehicle + "')")
                        .getFirst()));
        return deleted[0];
    }

    private static void write(Work work) throws SQLException {
        write(query, work);
    }

    private static void write(Connection connection, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Sql.execute(connection, "SET TRANSACTION READ WRITE");
            work.in(connection);
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static void callPut(
            Connection connection, String vehicle, String meter, @Nullable String from, @Nullable String to)
            throws SQLException {
        try (var statement = connection.prepareStatement("SELECT put_mapping(?, ?, ?::timestamptz, ?::timestamptz)")) {
            statement.setString(1, vehicle);
            statement.setString(2, meter);
            statement.setString(3, from);
            statement.setString(4, to);
            statement.execute();
        }
    }

    private static List<String> rows() throws SQLException {
        return Sql.strings(query, """
                SELECT concat_ws(' ', vehicle_id, meter_id, left(valid_from::text, 10), left(valid_to::text, 10))
                FROM vehicle_meter ORDER BY vehicle_id, valid_from
                """);
    }

    private static void assertConflict(String constraint, ThrowingCallable put) {
        assertThat(Sql.refusalOf(put)).isEqualTo(new Sql.Refusal("23P01", constraint));
    }
}
