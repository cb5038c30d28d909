package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerSlotsIT {

    private static final String ME = "00000000-0000-0000-0000-00000000000a";
    private static final String OTHER = "00000000-0000-0000-0000-00000000000b";

    private MigratedDatabase database;
    private Connection ingest;

    @BeforeEach
    void open() throws SQLException {
        database = MigratedDatabase.create();
        ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST));
    }

    @AfterEach
    void close() throws SQLException {
        ingest.close();
        database.close();
    }

    @Test
    void createsASlotOnceFreeAndServing() throws SQLException {
        for (int start = 0; start < 2; start++) {
            Sql.execute(ingest, """
                    INSERT INTO consumer_slot (share_group, slot)
                    SELECT 'ingestors', n FROM generate_series(0, 3) AS n ON CONFLICT DO NOTHING
                    """);
        }
        assertThat(Sql.strings(ingest, """
                SELECT count(*) FROM consumer_slot
                WHERE num_nulls(ingestor_id, instance, expires_at) = 3 AND NOT draining
                """)).containsExactly("4");
    }

    @Test
    void takesRenewsAndReleasesASlot() throws SQLException {
        hold(0, ME, "1 min", false);
        Sql.execute(ingest, "UPDATE consumer_slot SET expires_at = clock_timestamp() + interval '10 s' WHERE slot = 0");
        Sql.execute(ingest, "UPDATE consumer_slot SET (ingestor_id, instance, expires_at) = (NULL, NULL, NULL)");

        assertThat(Sql.strings(ingest, "SELECT slot FROM consumer_slot WHERE ingestor_id IS NULL"))
                .containsExactly("0");
    }

    @Test
    void onlyTheHolderRemovesADrainedSlot() throws SQLException {
        hold(4, ME, "1 min", true);

        assertThat(remove(4, OTHER)).isEqualTo("f");
        assertThat(remove(4, ME)).isEqualTo("t");
        assertThat(remove(4, ME)).isEqualTo("f");
    }

    @Test
    void neverRemovesAServingSlot() throws SQLException {
        hold(0, ME, "1 min", false);

        assertThat(remove(0, ME)).isEqualTo("f");
    }

    @Test
    void holderWithAnExpiredLeaseRemovesNothing() throws SQLException {
        hold(4, ME, "-1 s", true);

        assertThat(remove(4, ME)).isEqualTo("f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingestor_id", "instance", "expires_at"})
    void slotIsEitherHeldOrFree(String column) throws SQLException {
        hold(0, ME, "1 min", false);

        assertThat(Sql.refusalOf(() -> Sql.execute(ingest, "UPDATE consumer_slot SET " + column + " = NULL")))
                .isEqualTo(new Sql.Refusal("23514", "consumer_slot_holder_check"));
    }

    @ParameterizedTest
    @CsvSource({"-1, ingestors", "1024, ingestors", "0, ''", "0, a/b", "0, a+", "0, #"})
    void refusesASlotOutOfBounds(int slot, String group) {
        assertThat(Sql.stateOf(() -> Sql.execute(
                        ingest,
                        "INSERT INTO consumer_slot (share_group, slot) VALUES ('%s', %d)".formatted(group, slot))))
                .isEqualTo("23514");
    }

    @Test
    void forgetsOnlyIngestorsDeadForADay() throws SQLException {
        Sql.execute(ingest, """
                INSERT INTO ingestor (ingestor_id, instance, expires_at)
                SELECT 'since ' || age, gen_random_uuid(), clock_timestamp() - age::interval
                FROM unnest(ARRAY['-10 s', '1 h', '23 h', '25 h', '90 d']) AS age
                """);

        assertThat(Sql.strings(ingest, "SELECT forget_dead_ingestors()")).containsExactly("2");
        assertThat(Sql.strings(ingest, "SELECT ingestor_id FROM ingestor ORDER BY expires_at DESC"))
                .containsExactly("since -10 s", "since 1 h", "since 23 h");
    }

    @Test
    void ingestorsOfTwoGroupsMayShareAnId() throws SQLException {
        Sql.execute(ingest, """
                INSERT INTO ingestor (share_group, ingestor_id, instance, expires_at)
                SELECT 'group ' || n, 'a', gen_random_uuid(), clock_timestamp() FROM generate_series(1, 2) AS n
                """);

        assertThat(Sql.strings(ingest, "SELECT count(*) FROM ingestor")).containsExactly("2");
    }

    @ParameterizedTest
    @CsvSource({"1 s, t", "0 s, f", "-1 s, f", "10 s, t", "65 s, t", "75 s, f", "1 h, f"})
    void leaseThatEndsAfterItsTermHasExpired(String left, String runs) throws SQLException {
        assertThat(Sql.strings(
                        ingest,
                        "SELECT lease_runs(clock_timestamp() + interval '%s', interval '10 s')".formatted(left)))
                .containsExactly(runs);
    }

    @Test
    void forgetsLeasesFromBeforeTheClockWasSetBack() throws SQLException {
        Sql.execute(ingest, """
                INSERT INTO ingestor (ingestor_id, instance, expires_at)
                VALUES ('a', gen_random_uuid(), clock_timestamp() + interval '366 days')
                """);

        assertThat(Sql.strings(ingest, "SELECT forget_dead_ingestors()")).containsExactly("1");
    }

    private void hold(int slot, String instance, String remaining, boolean draining) throws SQLException {
        Sql.execute(ingest, """
                INSERT INTO consumer_slot (share_group, slot, ingestor_id, instance, expires_at, draining)
                VALUES ('ingestors', %d, 'me', '%s', clock_timestamp() + interval '%s', %s)
                """.formatted(slot, instance, remaining, draining));
    }

    private String remove(int slot, String instance) throws SQLException {
        return Sql.strings(ingest, "SELECT remove_drained_slot('ingestors', %d, '%s')".formatted(slot, instance))
                .getFirst();
    }
}
