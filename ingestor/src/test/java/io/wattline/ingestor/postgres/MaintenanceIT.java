package io.wattline.ingestor.postgres;

import static io.wattline.ingestor.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.ingestor.testing.Readings;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaintenanceIT {

    private static final List<String> TABLES = List.of("meter_history", "vehicle_history", "rejected_message");

    private final StoreFixture fixture = StoreFixture.bare();
    private final List<String> succeeded = new CopyOnWriteArrayList<>();
    private final LocalDate today = LocalDate.ofInstant(Readings.BEGAN, ZoneOffset.UTC);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void createsPartitionsFromYesterdayToAWeekAhead() throws SQLException {
        assertThat(maintenance(400, 30).round()).isTrue();

        for (String table : TABLES) {
            assertThat(fixture.partitionsOf(table))
                    .containsExactlyElementsOf(IntStream.rangeClosed(-1, 7)
                            .mapToObj(day -> partition(table, day))
                            .toList());
        }
    }

    @Test
    void dropsOnlyExpiredDays() throws SQLException {
        // Among them one that the database would no longer make.
        for (String table : TABLES) {
            for (int day : new int[] {-500, -62, -61, -60, -32, -2}) {
                fixture.makePartition(table, today.plusDays(day));
            }
        }

        Maintenance maintenance = maintenance(60, 60);
        for (int round = 0; round < 3; round++) {
            assertThat(maintenance.round()).isTrue();
        }

        for (String table : TABLES) {
            assertThat(fixture.partitionsOf(table))
                    .startsWith(
                            partition(table, -60), partition(table, -32), partition(table, -2), partition(table, -1));
        }
    }

    @Test
    void hostClockAYearAheadDropsNothingEarlier() throws SQLException {
        fixture.makePartition("meter_history", today.minusDays(61));
        fixture.makePartition("meter_history", today.minusDays(59));
        var ahead = new Maintenance(
                fixture.ingest(),
                fixture.partitions,
                new Maintenance.Retention(Duration.ofDays(60), Duration.ofDays(30), 3),
                () -> Readings.BEGAN.plus(Duration.ofDays(366)),
                succeeded::add);

        for (int round = 0; round < 3; round++) {
            ahead.guardedRound();
        }

        assertThat(fixture.partitionsOf("meter_history"))
                .startsWith(partition("meter_history", -59))
                .doesNotContain(partition("meter_history", -61));
    }

    @Test
    void dropsAtMostThreeDaysOfATablePerDay() throws SQLException {
        for (int day = 40; day < 45; day++) {
            fixture.execute("SELECT ensure_day_partition('meter_history', '%s')".formatted(today.minusDays(day)));
        }
        Maintenance maintenance = maintenance(31, 1);

        for (int round = 0; round < 3; round++) {
            maintenance.round();
        }
        assertThat(fixture.partitionsOf("meter_history")).hasSize(2 + 9);
        assertThatThrownBy(maintenance::round)
                .hasMessageContaining("meter_history")
                .hasMessageContaining("retain --confirm");
        assertThat(fixture.partitionsOf("meter_history")).hasSize(2 + 9);
    }

    @Test
    void leavesTheWorkToTheIngestorThatHasTheTurn() throws Exception {
        Maintenance maintenance = maintenance(400, 30);
        fixture.execute("SELECT take_maintenance_turn('00000000-0000-0000-0000-000000000001')");
        assertThat(maintenance.round()).isFalse();
        assertThat(fixture.partitionsOf("meter_history")).isEmpty();

        fixture.execute("SELECT leave_maintenance_turn('00000000-0000-0000-0000-000000000001')");
        assertThat(maintenance.round()).isTrue();
        assertThat(fixture.partitionsOf("meter_history")).isNotEmpty();
    }

    @Test
    void releasesTheTurnAtTheEndOfItsRound() throws Exception {
        assertThat(maintenance(400, 30).round()).isTrue();
        assertThat(maintenance(400, 30).round()).isTrue();
    }

    @Test
    void reportsWhichJobsSucceed() throws SQLException {
        Maintenance maintenance = maintenance(400, 30);
        fixture.execute("REVOKE EXECUTE ON FUNCTION ensure_day_partition(text, date) FROM wattline_ingest");
        maintenance.guardedRound();
        assertThat(succeeded)
                .doesNotContain("partitions")
                .containsExactlyElementsOf(Maintenance.JOBS.stream()
                        .filter(job -> !job.equals("partitions"))
                        .toList());

        succeeded.clear();
        fixture.execute("GRANT EXECUTE ON FUNCTION ensure_day_partition(text, date) TO wattline_ingest");
        maintenance.guardedRound();
        assertThat(succeeded).containsExactlyElementsOf(Maintenance.JOBS);
    }

    @Test
    void survivesARoundThatFails() throws SQLException {
        Maintenance maintenance = maintenance(400, 30);
        fixture.execute("REVOKE EXECUTE ON FUNCTION ensure_day_partition(text, date) FROM wattline_ingest");
        maintenance.guardedRound();
        assertThat(fixture.partitionsOf("meter_history")).isEmpty();

        fixture.execute("GRANT EXECUTE ON FUNCTION ensure_day_partition(text, date) TO wattline_ingest");
        maintenance.guardedRound();
        assertThat(fixture.partitionsOf("meter_history")).hasSize(9);
    }

    @Test
    void startsWithARoundAndEndsWhenClosed() throws Exception {
        try (Maintenance maintenance = maintenance(400, 30)) {
            maintenance.start();
            eventually(
                    "all partitions are there",
                    () -> fixture.partitionsOf("rejected_message").size() == 9);
        }
        eventually(
                "its thread has ended",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("maintenance")));
    }

    @Test
    void refusesARetentionShorterThanLateReadingsNeed() {
        assertThatThrownBy(() -> new Maintenance.Retention(Duration.ofDays(30), Duration.ofDays(1), 3))
                .hasMessageContaining("P31D");
        assertThatThrownBy(() -> new Maintenance.Retention(Duration.ofDays(31), Duration.ofHours(23), 3))
                .hasMessageContaining("P1D");
    }

    private Maintenance maintenance(int historyDays, int quarantineDays) {
        return new Maintenance(
                fixture.ingest(),
                fixture.partitions,
                new Maintenance.Retention(Duration.ofDays(historyDays), Duration.ofDays(quarantineDays), 3),
                () -> Readings.BEGAN,
                succeeded::add);
    }

    private String partition(String table, int day) {
        return table + "_" + today.plusDays(day).toString().replace('-', '_');
    }
}
