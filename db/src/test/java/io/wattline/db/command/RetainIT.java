package io.wattline.db.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseConfig;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.ExpiredDays;
import io.wattline.db.Sql;
import io.wattline.db.testing.MigratedDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetainIT {

    private static final int EXPIRED = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private MigratedDatabase database;
    private Connection superuser;

    @BeforeEach
    void open() throws SQLException {
        database = MigratedDatabase.create();
        superuser = DataSources.connect(database.superuser());
        // Days that the database names, so that midnight may pass: five that have expired, one that has not for long.
        try (Connection ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST))) {
            for (int back : new int[] {70, 71, 72, 73, 74, 40}) {
                Sql.execute(
                        ingest,
                        "SELECT ensure_day_partition('meter_history', (clock_timestamp() AT TIME ZONE 'UTC')::date - "
                                + back + ")");
            }
        }
    }

    @AfterEach
    void close() throws SQLException {
        superuser.close();
        database.close();
    }

    @Test
    void listsExpiredDaysAndDropsNothing() throws SQLException {
        assertThat(run()).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("expired ")))
                .hasSize(EXPIRED);
        assertThat(expired()).isEqualTo(EXPIRED);
    }

    @Test
    void dropsAllExpiredDaysWhenConfirmed() throws SQLException {
        assertThat(run("--confirm")).isZero();

        assertThat(expired()).isZero();
        assertThat(Sql.strings(
                        superuser,
                        "SELECT count(*)::text FROM pg_inherits WHERE inhparent = 'meter_history'::regclass"))
                .containsExactly("1");
    }

    @Test
    void refusesAnythingElse() {
        assertThat(run("--yes")).isEqualTo(2);
    }

    private int expired() throws SQLException {
        return ExpiredDays.of(superuser, DayPartitionedTable.METER_HISTORY, Duration.ofDays(60))
                .size();
    }

    private int run(String... arguments) {
        DatabaseConfig access = database.superuser();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Retain.run(
                arguments,
                Map.of("DB_URL", access.url(), "DB_USERNAME", access.username(), "HISTORY_RETENTION", "P60D"),
                print,
                print);
    }
}
