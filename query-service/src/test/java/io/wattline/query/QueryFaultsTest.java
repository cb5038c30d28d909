package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.runtime.http.Problem;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.UncategorizedSQLException;

class QueryFaultsTest {

    private static Optional<Problem> problem(String sqlState) {
        SQLException cause = new SQLException("password=hunter2", sqlState);
        return new QueryFaults().map(new UncategorizedSQLException("query", "SELECT secret", cause));
    }

    @ParameterizedTest
    @CsvSource({"08006, does not answer", "57014, took too long", "42P01, must migrate"})
    void tellsCallersToRetryWithoutShowingInternals(String sqlState, String detail) {
        Problem problem = problem(sqlState).orElseThrow();
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.headers()).containsEntry("Retry-After", "5");
        assertThat(problem.detail()).contains(detail).doesNotContain("hunter2", "SELECT");
    }

    @Test
    void leavesBugsToTheServer() {
        assertThat(problem("22003")).isEmpty();
        assertThat(new QueryFaults().map(new IllegalStateException("bug"))).isEmpty();
    }
}
