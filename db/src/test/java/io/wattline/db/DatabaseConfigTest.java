package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseConfigTest {

    private static final String URL = "jdbc:postgresql://db:5432/wattline";

    @Test
    void printsNoPassword() {
        var config = new DatabaseConfig(URL, "wattline_ingest", "canary", 4, "ingestor", DatabaseTimeouts.DEFAULT);
        var passwords = new RolePasswords(Map.of(DatabaseRole.QUERY, "canary"));

        assertThat(config + " " + passwords).doesNotContain("canary").contains(URL, "wattline_ingest", "***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db/wattline",
                "postgresql://db/wattline",
                "jdbc:postgresql://db/wattline?password=x",
                "jdbc:postgresql://db/wattline?ssl=true&user=x",
                "jdbc:postgresql://db/wattline?sslpassword=x",
                "jdbc:postgresql://user:secret@db/wattline",
            })
    void refusesAUrlOfAnotherKindOrWithCredentials(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatabaseConfig(url, "u", null, 1, "a", DatabaseTimeouts.DEFAULT))
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({"' ', 1, a", "u, 0, a", "u, 101, a", "u, 1, ' '"})
    void refusesValuesOutOfBounds(String username, int poolSize, String applicationName) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new DatabaseConfig(URL, username, null, poolSize, applicationName, DatabaseTimeouts.DEFAULT));
    }

    @Test
    void pinsTheDefaultTimeouts() {
        assertThat(DatabaseTimeouts.DEFAULT)
                .isEqualTo(new DatabaseTimeouts(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15)));
    }

    @Test
    void socketTimeoutIsFiveSecondsLongerThanTheStatementTimeout() {
        DatabaseTimeouts timeouts = DatabaseTimeouts.ofStatement(Duration.ofSeconds(2));

        assertThat(timeouts.socket()).isEqualTo(Duration.ofSeconds(7));
        assertThat(timeouts.lock()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.05S", "PT24H"})
    void refusesZeroNegativeAndEndlessTimeouts(String statement) {
        assertThatIllegalArgumentException().isThrownBy(() -> DatabaseTimeouts.ofStatement(Duration.parse(statement)));
    }

    @Test
    void refusesAnEmptyPassword() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RolePasswords(Map.of(DatabaseRole.INGEST, "")))
                .withMessageContaining("wattline_ingest");
    }
}
