package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class RollupsUpgradeIT {

    @Test
    void sumsHistoryOlderThanTheRollups() throws SQLException {
        LocalDate oldest = LocalDate.now(ZoneOffset.UTC).minusDays(3);
        Instant midnight = oldest.atStartOfDay(ZoneOffset.UTC).toInstant();
        try (var database = MigratedDatabase.createEmpty()) {
            migrateTo(database, "6");
            try (Connection connection = DataSources.connect(database.superuser())) {
                DayPartitions.ensure(connection, DayPartitionedTable.VEHICLE_HISTORY, oldest.plusDays(1));
                DayPartitions.ensure(connection, DayPartitionedTable.METER_HISTORY, oldest);
                Sql.execute(
                        connection,
                        "INSERT INTO meter_history (meter_id, ts, kwh, voltage) VALUES ('M', '%s', 1, 230)"
                                .formatted(midnight.plusSeconds(4_000)));
            }
            Migrations.migrate(database.superuser(), RolePasswords.NONE);

            try (Connection connection = DataSources.connect(database.superuser())) {
                assertThat(Rollups.holdLateBefore(connection)).isEqualTo(midnight.plusSeconds(30));
                Rollups.advance(connection, midnight.plusSeconds(7_200));
                assertThat(Rollups.sumNextClosedHour(connection)).contains(midnight);
                assertThat(Rollups.sumNextClosedHour(connection)).contains(midnight.plusSeconds(3_600));
                assertThat(HourlySums.differences(connection)).isEmpty();
            }
        }
    }

    private static void migrateTo(MigratedDatabase database, String version) {
        var source = DataSources.unpooled(database.superuser());
        source.setOptions(source.getOptions() + " -c role=wattline_owner");
        try (Connection connection = DataSources.connect(database.superuser())) {
            new Bootstrap(connection).run(BoundedWait.of(Migrations.DEFAULT_WAIT));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:io/wattline/db/migration")
                .createSchemas(false)
                .placeholderReplacement(false)
                .target(version)
                .load()
                .migrate();
    }
}
