package io.wattline.ingestor.postgres;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wattline.ingestor.pipeline.BatchStore.Stored;
import io.wattline.ingestor.pipeline.BatchStore.Unanswered;
import io.wattline.ingestor.pipeline.StoreFault;
import io.wattline.ingestor.testing.Readings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitOutcomeIT {

    private final AtomicReference<LosingDataSource> losing = new AtomicReference<>();
    private final StoreFixture fixture = StoreFixture.behind(pool -> {
        losing.set(new LosingDataSource(pool));
        return losing.get();
    });

    @AfterEach
    void close() {
        fixture.close();
    }

    /// 57P02 comes in any state of a session, also between COMMIT and its answer, when another one has crashed.
    @ParameterizedTest
    @ValueSource(strings = {"08006", "08003", "57P01", "57P02"})
    void knowsThatACommitWithoutAnswerWasCarriedOut(String state) {
        Unanswered unanswered = loseACommit(true, state);

        assertThat(fixture.store.wasCommitted(unanswered)).isTrue();
        assertThat(unanswered.stored().newMeters().cardinality()).isEqualTo(2);
        assertThat(fixture.rows("SELECT count(*) FROM meter_history")).containsExactly("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01"})
    void knowsThatACommitWithoutAnswerWasNotCarriedOut(String state) throws Exception {
        Unanswered unanswered = loseACommit(false, state);

        eventually("the server has noticed", () -> outcome(unanswered).equals("not committed"));
        assertThat(fixture.rows("SELECT count(*) FROM meter_history")).containsExactly("0");
    }

    @Test
    void aTransactionThatTheServerEndsAtCommitIsNotTakenForStored() {
        fixture.execute("""
                CREATE FUNCTION end_it() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
                CREATE CONSTRAINT TRIGGER end_it AFTER INSERT ON meter_live DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION end_it();
                """);

        StoreFault.CommitUnanswered fault = catchThrowableOfType(
                StoreFault.CommitUnanswered.class,
                () -> fixture.store.store(Readings.meterContent(Readings.meter("M1"))));

        assertThat(fixture.store.wasCommitted(fault.unanswered())).isFalse();
    }

    @Test
    void aCommitThatTheServerRefusesIsNoRiddle() {
        fixture.execute("""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'check_violation', CONSTRAINT = 'refused'; END $$;
                CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON meter_live DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION refuse();
                """);

        assertThatThrownBy(() -> fixture.store.store(Readings.meterContent(Readings.meter("M1"))))
                .isInstanceOf(StoreFault.BadData.class);
    }

    @Test
    void tellsCommittedFromAbortedFromUnfinishedTransactions() throws SQLException {
        try (Connection connection = fixture.asIngest()) {
            connection.setAutoCommit(false);
            String committed = transactionId(connection);
            connection.commit();
            String aborted = transactionId(connection);
            connection.rollback();
            String unfinished = transactionId(connection);

            assertThat(outcome(of(committed))).isEqualTo("committed");
            assertThat(outcome(of(aborted))).isEqualTo("not committed");
            assertThat(outcome(of(unfinished))).isEqualTo("cannot tell");
        }
    }

    @Test
    void aTransactionThatACrashedServerNoLongerKnowsWasNotCommitted() throws SQLException {
        try (Connection connection = fixture.asIngest()) {
            connection.setAutoCommit(false);
            long future = Long.parseLong(transactionId(connection)) + 1_000_000;

            assertThat(outcome(of(String.valueOf(future)))).isEqualTo("not committed");
        }
    }

    private Unanswered loseACommit(boolean carriedOut, String state) {
        losing.get().loseNext(new LosingDataSource.Loss(carriedOut, state));
        StoreFault.CommitUnanswered fault = catchThrowableOfType(
                StoreFault.CommitUnanswered.class,
                () -> fixture.store.store(Readings.meterContent(Readings.meter("M1", 0), Readings.meter("M1", 1))));
        assertThat(fault).isNotNull();
        return fault.unanswered();
    }

    private String outcome(Unanswered unanswered) {
        try {
            return fixture.store.wasCommitted(unanswered) ? "committed" : "not committed";
        } catch (StoreFault.Transient e) {
            return "cannot tell";
        }
    }

    private static Unanswered of(String transactionId) {
        return new Unanswered(transactionId, new Stored(new BitSet(), new BitSet()));
    }

    private static String transactionId(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT pg_current_xact_id()::text")) {
            result.next();
            return result.getString(1);
        }
    }
}
