package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertTablesIT {

    private static final String RAISED = "2026-03-01T10:00:00Z";

    private MigratedDatabase database;
    private Connection owner;
    private Connection ingest;
    private Connection query;

    @BeforeEach
    void open() throws SQLException {
        database = MigratedDatabase.create();
        owner = DataSources.connect(database.configFor(DatabaseRole.OWNER));
        ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST));
        query = DataSources.connect(database.configFor(DatabaseRole.QUERY));
        Sql.execute(query, "SET default_transaction_read_only = off");
    }

    @AfterEach
    void close() throws SQLException {
        query.close();
        ingest.close();
        owner.close();
        database.close();
    }

    @Test
    void oneAlertPerKindAndPairIsOpen() throws SQLException {
        UUID first = raise("loss");
        assertThat(Sql.stateOf(() -> raise("loss"))).isEqualTo("23505");
        raise("silent");

        close(first, "all right");
        raise("loss");
    }

    @Test
    void acknowledgesAndClosesAnAlertWithWhoAndWhy() throws SQLException {
        UUID id = raise("loss");
        Sql.execute(query, "SELECT acknowledge_alert('%s', 'ann', '0123456789ab', 'looking at it')".formatted(id));
        assertThat(state(id)).isEqualTo("open ann looking at it");

        close(id, "a new charger");
        assertThat(state(id)).isEqualTo("closed ann a new charger");
        assertThat(Sql.strings(
                        query,
                        "SELECT concat_ws(' ', change, event, done_by, key_id, note) FROM alert_event ORDER BY change"))
                .containsExactly("1 acknowledged ann 0123456789ab looking at it", "2 closed bob a new charger");
        // The pair is learnt anew, and both channels hear of both.
        assertThat(Sql.strings(owner, "SELECT concat(kind, ' ', device_id) FROM charge_dirty"))
                .containsExactly("vehicle V");
        assertThat(Sql.strings(owner, "SELECT concat(change, ' ', channel) FROM alert_outbox ORDER BY 1"))
                .containsExactly("1 mqtt", "1 webhook", "2 mqtt", "2 webhook");
    }

    @Test
    void refusesToCloseAnEndedAlertAndToAcknowledgeAClosedOne() throws SQLException {
        UUID id = raise("loss");
        close(id, "enough");

        assertThat(Sql.stateOf(() -> close(id, "again"))).isEqualTo("55000");
        assertThat(Sql.stateOf(
                        () -> Sql.execute(query, "SELECT acknowledge_alert('%s', 'ann', NULL, NULL)".formatted(id))))
                .isEqualTo("55000");
        assertThat(Sql.stateOf(() -> close(new UUID(0, 1), "which"))).isEqualTo("P0002");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DELETE FROM alert
            DELETE FROM alert_event
            UPDATE alert_event SET note = 'x'
            TRUNCATE alert
            SELECT acknowledge_alert(gen_random_uuid(), 'me', NULL, NULL)
            SELECT close_alert(gen_random_uuid(), 'me', NULL, NULL)
            INSERT INTO charge_dirty (kind, device_id, since, until) VALUES ('meter', 'M', '-infinity', 'infinity')
            DELETE FROM charge_dirty
            DELETE FROM device_flaw
            DELETE FROM charge_state
            SELECT * FROM charge_turn
            SELECT hour_rules_may_speak('V', 'M', now())
            """)
    void theJobsMayNot(String sql) {
        assertThat(Sql.stateOf(() -> Sql.execute(ingest, sql))).isEqualTo("42501");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE alert SET note = 'x'
            DELETE FROM alert
            INSERT INTO alert_event (vehicle_id, alert_id, change, event) VALUES ('V', gen_random_uuid(), 1, 'closed')
            SELECT * FROM alert_outbox
            DELETE FROM charge
            UPDATE loss_state SET threshold = 0
            SELECT take_charge_turn()
            SELECT take_charge_marks(1, now(), now())
            SELECT * FROM hour_finding
            """)
    void readersMayNot(String sql) {
        assertThat(Sql.stateOf(() -> Sql.execute(query, sql))).isEqualTo("42501");
    }

    private UUID raise(String kind) throws SQLException {
        return UUID.fromString(Sql.strings(
                        ingest,
                        "INSERT INTO alert (kind, vehicle_id, meter_id, onset_at, raised_at, evidence) VALUES ('%s', 'V', 'M', '%2$s', '%2$s', '{}') RETURNING id"
                                .formatted(kind, RAISED))
                .getFirst());
    }

    private void close(UUID id, String note) throws SQLException {
        Sql.execute(query, "SELECT close_alert('%s', 'bob', NULL, '%s')".formatted(id, note));
    }

    private String state(UUID id) throws SQLException {
        return Sql.strings(
                        query,
                        "SELECT concat_ws(' ', state, acknowledged_by, note) FROM alert WHERE id = '%s'".formatted(id))
                .getFirst();
    }
}
