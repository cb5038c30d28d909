package io.wattline.query.postgres.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;

class DatabaseFaultsTest {

    @ParameterizedTest
    @CsvSource({
        "08006, AWAY",
        "57P01, AWAY",
        "57P03, AWAY",
        "53300, AWAY",
        "53100, AWAY",
        "25006, AWAY",
        "40001, AWAY",
        "57014, TOO_SLOW",
        "55P03, TOO_SLOW",
        "42P01, NOT_READY",
        "42501, NOT_READY",
        "28P01, NOT_READY",
        "3D000, NOT_READY",
        "22003, OTHER",
        "23514, OTHER",
        "XX000, OTHER"
    })
    void judgesBySqlState(String state, DatabaseFaults fault) {
        SQLException cause = new SQLException("refused", state);
        assertThat(DatabaseFaults.of(new UncategorizedSQLException("query", "SELECT 1", cause)))
                .isEqualTo(fault);
    }

    @Test
    void treatsAPoolWithoutConnectionsAsADatabaseThatIsAway() {
        SQLException cause = new SQLTransientConnectionException("no connection within 1500ms");
        assertThat(DatabaseFaults.of(new CannotCreateTransactionException("no transaction", cause)))
                .isEqualTo(DatabaseFaults.AWAY);
    }

    @Test
    void leavesBugsAlone() {
        assertThat(DatabaseFaults.of(new IllegalStateException("bug"))).isEqualTo(DatabaseFaults.OTHER);
    }
}
