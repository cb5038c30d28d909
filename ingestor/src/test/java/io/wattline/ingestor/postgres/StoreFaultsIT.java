package io.wattline.ingestor.postgres;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wattline.ingestor.pipeline.BatchContent;
import io.wattline.ingestor.pipeline.QuarantineRow;
import io.wattline.ingestor.pipeline.Source;
import io.wattline.ingestor.pipeline.StoreFault;
import io.wattline.ingestor.testing.Readings;
import io.wattline.telemetry.RejectReason;
import io.wattline.telemetry.Rejection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the store makes of the errors of a real server. Nothing of a row may show in a message: it goes to the log and
/// to the readiness probe.
class StoreFaultsIT {

    private static final BatchContent CONTENT = Readings.content(
            List.of(Readings.meter("CANARY-1", Readings.NOON, "123.456789"), Readings.meter("M2")),
            List.of(Readings.vehicle("CANARY-2", 0)),
            List.of());

    private final StoreFixture fixture = new StoreFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void violatedCheckIsBadData() {
        fixture.execute("ALTER TABLE meter_history ADD CONSTRAINT no_canary CHECK (kwh < 100)");

        assertThat(fault(CONTENT)).isInstanceOf(StoreFault.BadData.class).hasMessageContaining("no_canary");
        assertNothingStored();
    }

    @Test
    void refusedQuarantineRowIsBadData() {
        fixture.execute("ALTER TABLE rejected_message ADD CONSTRAINT no_canary CHECK (octet_length(payload) < 2)");
        var row = new QuarantineRow(
                Readings.NOON,
                Source.MQTT,
                "meters/CANARY-3/telemetry",
                new Rejection(RejectReason.BAD_JSON, "CANARY-4", null, new byte[] {1, 2}),
                0);

        assertThat(fault(Readings.content(List.of(), List.of(), List.of(row)))).isInstanceOf(StoreFault.BadData.class);
    }

    @Test
    void missingPartitionIsCreated() {
        try (var bare = StoreFixture.bare()) {
            StoreFault fault = catchThrowableOfType(StoreFault.class, () -> bare.store.store(CONTENT));
            assertThat(fault).isInstanceOf(StoreFault.NoPartition.class);
            assertThat(fault.getMessage()).doesNotContain("CANARY");

            bare.store.makePartitions(CONTENT);

            assertThat(bare.store.store(CONTENT).newMeters().cardinality()).isEqualTo(2);
            assertThat(bare.partitionsOf("vehicle_history")).hasSize(1);
            assertThat(bare.partitionsOf("rejected_message")).isEmpty();
        }
    }

    @Test
    void dayOutsideTheWindowNeedsAnOperator() {
        BatchContent old = Readings.meterContent(Readings.meter("M1", Readings.NOON.minusSeconds(86_400L * 410), "1"));

        StoreFault fault = catchThrowableOfType(StoreFault.class, () -> fixture.store.makePartitions(old));

        assertThat(fault).isInstanceOf(StoreFault.Misconfigured.class).hasMessageContaining("clock");
    }

    @Test
    void missingPrivilegeNeedsAnOperatorUntilItIsGranted() {
        fixture.execute("REVOKE INSERT ON vehicle_live FROM wattline_ingest");

        assertThat(fault(CONTENT)).isInstanceOf(StoreFault.Misconfigured.class).hasMessageContaining("42501");
        assertNothingStored();

        fixture.execute("GRANT INSERT ON vehicle_live TO wattline_ingest");
        assertThat(fixture.store.store(CONTENT).newMeters().cardinality()).isEqualTo(2);
    }

    @Test
    void missingColumnNeedsAnOperatorUntilItIsBack() {
        // Often enough for the driver to have prepared the statements on the server.
        for (int i = 0; i < 10; i++) {
            fixture.store.store(Readings.meterContent(Readings.meter("M1", i)));
        }
        fixture.execute("ALTER TABLE meter_history DROP COLUMN voltage");

        assertThat(fault(CONTENT)).isInstanceOf(StoreFault.Misconfigured.class).hasMessageContaining("42703");

        fixture.execute("ALTER TABLE meter_history ADD COLUMN voltage real");
        assertThat(fixture.store.store(CONTENT).newMeters().cardinality()).isEqualTo(2);
    }

    @Test
    void waitsForAReadOnlyServerAndEvictsItsConnections() throws Exception {
        String name = fixture.rows("SELECT current_database()").getFirst();
        fixture.execute(
                "ALTER ROLE wattline_ingest IN DATABASE %s SET default_transaction_read_only = on".formatted(name));
        eventually("every connection of the pool is read-only", this::everyConnectionIsReadOnly);

        assertThat(fault(CONTENT)).isInstanceOf(StoreFault.Transient.class).hasMessageContaining("25006");

        fixture.execute(
                "ALTER ROLE wattline_ingest IN DATABASE %s RESET default_transaction_read_only".formatted(name));
        // Each try gets rid of one connection that is still tied to the standby.
        eventually(
                "a try meets a connection that may write",
                () -> catchThrowableOfType(StoreFault.class, () -> fixture.store.store(CONTENT)) == null);
        assertThat(fixture.rows("SELECT count(*) FROM meter_history")).containsExactly("2");
    }

    @Test
    void waitsForAServerThatEndsTheConnection() {
        fixture.execute("""
                CREATE FUNCTION end_it() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
                CREATE TRIGGER end_it BEFORE INSERT ON vehicle_live FOR EACH ROW EXECUTE FUNCTION end_it();
                """);

        assertThat(fault(CONTENT)).isInstanceOf(StoreFault.Transient.class).hasMessageContaining("57P01");
        assertNothingStored();

        fixture.execute("DROP TRIGGER end_it ON vehicle_live");
        assertThat(fixture.store.store(CONTENT).newMeters().cardinality()).isEqualTo(2);
    }

    /// Evicts all connections if one may still write: the pool may have been opening it while the role was altered.
    private boolean everyConnectionIsReadOnly() throws SQLException {
        var taken = new ArrayList<Connection>();
        try {
            while (taken.size() < fixture.pool.getMaximumPoolSize()) {
                taken.add(fixture.pool.getConnection());
                if (!isReadOnly(taken.getLast())) {
                    fixture.pool.getHikariPoolMXBean().softEvictConnections();
                    return false;
                }
            }
            return true;
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }

    private static boolean isReadOnly(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SHOW default_transaction_read_only")) {
            return row.next() && row.getString(1).equals("on");
        }
    }

    private StoreFault fault(BatchContent content) {
        StoreFault fault = catchThrowableOfType(StoreFault.class, () -> fixture.store.store(content));
        assertThat(fault).isNotNull();
        assertThat(fault.getMessage()).doesNotContain("CANARY").doesNotContain("123.456");
        return fault;
    }

    private void assertNothingStored() {
        assertThat(fixture.rows("SELECT meter_id FROM meter_history UNION ALL SELECT meter_id FROM meter_live"))
                .isEmpty();
    }
}
