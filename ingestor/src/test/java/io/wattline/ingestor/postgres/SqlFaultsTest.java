package io.wattline.ingestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.pipeline.StoreFault;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.jdbc.UncategorizedSQLException;

class SqlFaultsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "21000", "25006", "40001", "40P01", "53100", "53300", "57P01", "57P03", "58030", "XX000",
                "28P01", "3D000"
            })
    void treatsUnknownErrorsAsTransient(String state) {
        assertThat(SqlFaults.classify(new SQLException("m", state))).isInstanceOf(StoreFault.Transient.class);
    }

    @Test
    void recognisesALockTimeout() {
        assertThat(SqlFaults.classify(new SQLException("m", "55P03"))).isInstanceOf(StoreFault.Locked.class);
    }

    @Test
    void recognisesStatementAndSocketTimeouts() {
        var answer = new SQLException("m", "08006", new SocketTimeoutException("Read timed out"));
        var login = new SQLException("m", "08001", new SocketTimeoutException("Connect timed out"));

        assertThat(SqlFaults.classify(new SQLException("m", "57014"))).isInstanceOf(StoreFault.TooSlow.class);
        assertThat(SqlFaults.classify(answer)).isInstanceOf(StoreFault.TooSlow.class);
        assertThat(SqlFaults.classify(login)).isInstanceOf(StoreFault.Transient.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22003", "22021", "22P02", "23502", "23505"})
    void recognisesDataErrors(String state) {
        assertThat(SqlFaults.classifyRowWrite(new SQLException("m", state))).isInstanceOf(StoreFault.BadData.class);
        assertThat(SqlFaults.classify(new SQLException("m", state))).isInstanceOf(StoreFault.Transient.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42501", "42703", "42P01", "42883"})
    void reportsSchemaErrorsToTheOperator(String state) {
        assertThat(SqlFaults.classify(new SQLException("m", state))).isInstanceOf(StoreFault.Misconfigured.class);
    }

    @Test
    void distinguishesAMissingPartitionFromAViolatedCheck() {
        PSQLException check = server(Map.of('C', "23514", 'M', "violates check", 'n', "meter_history_kwh_check"));
        PSQLException partition = server(Map.of('C', "23514", 'M', "no partition of relation found for row"));

        assertThat(SqlFaults.classifyRowWrite(check)).isInstanceOf(StoreFault.BadData.class);
        assertThat(SqlFaults.classifyRowWrite(partition)).isInstanceOf(StoreFault.NoPartition.class);
    }

    @Test
    void findsTheCauseInsideOtherExceptions() {
        var wrapped = new UncategorizedSQLException("task", "INSERT …", new SQLException("m", "42501"));

        assertThat(SqlFaults.classify(new IllegalStateException(wrapped)))
                .isInstanceOf(StoreFault.Misconfigured.class)
                .hasMessage("SQLSTATE 42501 m");
    }

    @Test
    void treatsAMissingAnswerAsTransient() {
        assertThat(SqlFaults.classify(new IllegalStateException("pool is closed")))
                .isInstanceOf(StoreFault.Transient.class)
                .hasMessage("no connection to the database: IllegalStateException");
        assertThat(SqlFaults.classify(new SQLException("Connection is closed")))
                .isInstanceOf(StoreFault.Transient.class);
    }

    @Test
    void reportsTheServersFirstLineWithoutTheRow() {
        PSQLException failure = server(Map.of(
                'C', "23505", 'M', "duplicate key value\nsecond line", 'D', "Key (meter_id)=(M1) already exists."));

        assertThat(SqlFaults.classify(failure)).hasMessage("SQLSTATE 23505 duplicate key value");
    }

    @Test
    void reportsTheServersHint() {
        PSQLException failure = server(Map.of('C', "22008", 'M', "day is outside", 'H', "Days from … are accepted."));

        assertThat(SqlFaults.classify(failure)).hasMessage("SQLSTATE 22008 day is outside; Days from … are accepted.");
    }

    /// An error as the server sends it: a letter and a text for each field.
    private static PSQLException server(Map<Character, String> fields) {
        var wire = new StringBuilder();
        fields.forEach(
                (field, text) -> wire.append(field.charValue()).append(text).append('\0'));
        return new PSQLException(new ServerErrorMessage(wire.toString()));
    }
}
