package io.wattline.ingestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wattline.ingestor.pipeline.BatchContent;
import io.wattline.ingestor.pipeline.BatchStore.Stored;
import io.wattline.ingestor.pipeline.StoreFault;
import io.wattline.ingestor.testing.Readings;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitOutcomeIT {

    private static final BatchContent CONTENT = Readings.meterContent(Readings.meter("M1", 0), Readings.meter("M1", 1));

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
    @CsvSource({"true, 08006", "true, 08003", "true, 57P01", "true, 57P02", "false, 08006", "false, 57P01"})
    void writingAgainRecognisesReadingsStoredByTheUnansweredCommit(boolean carriedOut, String state) {
        losing.get().loseNext(new LosingDataSource.Loss(carriedOut, state));
        assertThat(fault(CONTENT)).isInstanceOf(StoreFault.CommitUnanswered.class);

        Stored again = fixture.store.store(CONTENT);

        assertThat(fixture.rows("SELECT count(*) FROM meter_history")).containsExactly("2");
        assertThat(again.newMeters().cardinality()).isEqualTo(carriedOut ? 0 : 2);
        assertThat(again.foundMeters().ownArrivals().cardinality()).isEqualTo(carriedOut ? 2 : 0);
        assertThat(again.foundMeters().conflicts().isEmpty()).isTrue();
    }

    @Test
    void transactionEndedByTheServerAtCommitIsNotTakenForStored() {
        fixture.execute("""
                CREATE FUNCTION end_it() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
                CREATE CONSTRAINT TRIGGER end_it AFTER INSERT ON meter_live DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION end_it();
                """);

        assertThat(fault(CONTENT)).isInstanceOf(StoreFault.CommitUnanswered.class);
    }

    /// What a COMMIT, a mark or a log-in raises says nothing about a row.
    @ParameterizedTest
    @ValueSource(strings = {"check_violation", "datetime_field_overflow", "not_null_violation"})
    void refusedCommitIsNotBlamedOnARow(String condition) {
        fixture.execute("""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '%s', CONSTRAINT = 'refused'; END $$;
                CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON meter_live DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION refuse();
                """.formatted(condition));

        assertThat(fault(CONTENT)).isInstanceOf(StoreFault.Transient.class);
    }

    @Test
    void refusedMarkIsNotBlamedOnARow() {
        fixture.execute("UPDATE rollup_state SET (closed_before, summed_before) = ('2100-01-01Z', '2100-01-01Z')");
        fixture.execute("ALTER TABLE rollup_dirty ADD CONSTRAINT no_marks CHECK (kind = 'none')");

        assertThat(fault(CONTENT)).isInstanceOf(StoreFault.Transient.class).hasMessageContaining("23514");
    }

    @Test
    void reportsOtherValuesOfAStoredKey() {
        fixture.store.store(CONTENT);
        var other = Readings.content(
                List.of(Readings.meter("M1", Readings.NOON, "999"), Readings.meter("M1", 1)), List.of(), List.of());

        Stored stored = fixture.store.store(other);

        assertThat(stored.newMeters().isEmpty()).isTrue();
        assertThat(stored.foundMeters().conflicts().stream()).containsExactly(0);
    }

    private StoreFault fault(BatchContent content) {
        StoreFault fault = catchThrowableOfType(StoreFault.class, () -> fixture.store.store(content));
        assertThat(fault).isNotNull();
        return fault;
    }
}
