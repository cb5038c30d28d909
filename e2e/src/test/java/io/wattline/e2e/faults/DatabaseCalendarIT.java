package io.wattline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.e2e.faults.damage.TableLock;
import io.wattline.e2e.faults.harness.FaultTest;
import io.wattline.e2e.faults.harness.Fleet;
import io.wattline.e2e.faults.harness.Load;
import io.wattline.e2e.faults.harness.LoadPlan;
import io.wattline.e2e.faults.harness.Notes;
import io.wattline.e2e.faults.harness.Rig;
import io.wattline.e2e.faults.harness.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Days and their partitions: missing, changing, dropped.
class DatabaseCalendarIT {

    private static final String ENSURE = "EXECUTE ON FUNCTION ensure_day_partition(text, date)";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("_uuuu_MM_dd");
    /// As long ago as the database makes partitions for, less a day.
    private static final Duration WHOLE_YEAR = Duration.ofDays(399);

    @FaultTest(value = "database: a day's partition missing", nightly = true)
    void partitionMissing(Rig rig, Notes notes) throws Exception {
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(5);
        rig.sql()
                .execute(
                        "DROP TABLE IF EXISTS meter_history" + DAY.format(day) + ", vehicle_history" + DAY.format(day));
        rig.sql().execute("REVOKE " + ENSURE + " FROM wattline_ingest");
        try (Run run = rig.begin(2)) {
            Load[] late = {null};
            run.fault(() -> late[0] = run.startAnother(
                    LoadPlan.usual().atRate(100).from(day.atTime(12, 0).toInstant(ZoneOffset.UTC))));
            run.await("late readings deferred", () -> run.outcome("deferred") > 0);
            run.awaitMoreStored(500);
            assertThat(run.outcome("rejected")).as("rejected").isZero();
            assertThat(exists(rig, "meter_history" + DAY.format(day))).isFalse();
            rig.sql().execute("GRANT " + ENSURE + " TO wattline_ingest");
            run.stopAnother(late[0]);
            run.finish();
            assertThat(run.outcome("rejected")).as("rejected").isZero();
            assertThat(exists(rig, "meter_history" + DAY.format(day))).isTrue();
        } finally {
            rig.sql().execute("GRANT " + ENSURE + " TO wattline_ingest");
        }
    }

    @FaultTest("database: a day that is locked")
    void dayLocked(Rig rig, Notes notes) throws Exception {
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(4);
        // Made by the first late readings, and locked once it is there.
        rig.sql().execute("SELECT ensure_day_partition('meter_history', '%s')".formatted(day));
        try (Run run = rig.begin(2);
                TableLock lock = TableLock.on(rig, "meter_history" + DAY.format(day))) {
            Load[] late = {null};
            run.fault(() -> late[0] = run.startAnother(
                    LoadPlan.usual().atRate(50).from(day.atTime(12, 0).toInstant(ZoneOffset.UTC))));
            run.await("late readings deferred", () -> run.outcome("deferred") > 0);
            // Many times what a session may have unacknowledged: no other reading waits behind a late one.
            run.awaitMoreStored(Fleet.SLOTS * 500L + 500);
            rig.fleet().awaitReady();
            lock.release();
            run.stopAnother(late[0]);
            run.finish();
            notes.add("%d readings deferred", run.outcome("deferred"));
        }
    }

    @FaultTest(value = "database: midnight, month end, 29 February, 31 December", nightly = true)
    void readingsAroundMidnight(Rig rig, Notes notes) throws Exception {
        crossing(rig, Map.of("MAX_READING_AGE", "P399D"), midnights(), notes);
    }

    @FaultTest(value = "database: process time zones with DST", nightly = true)
    void timeZonesWithDst(Rig rig, Notes notes) throws Exception {
        ZoneId zone = ZoneId.of("America/New_York");
        Instant change = Objects.requireNonNull(zone.getRules().previousTransition(Instant.now()))
                .getInstant();
        // Local midnight lies five hours into a day of UTC, and the night of the change has an hour twice, or not at
        // all.
        Instant localMidnight = LocalDate.now(zone).atStartOfDay(zone).toInstant();
        Map<String, String> settings = Map.of("MAX_READING_AGE", "P399D", "TZ", zone.getId());
        crossing(rig, settings, List.of(change, localMidnight), notes);
    }

    /// Loads whose readings cross those instants, beside the usual one.
    private static void crossing(Rig rig, Map<String, String> settings, List<Instant> instants, Notes notes)
            throws Exception {
        try (Run run = rig.begin(1, settings, LoadPlan.usual())) {
            run.fault(() -> {});
            for (Instant instant : instants) {
                Load load = run.startAnother(LoadPlan.usual().from(instant.minusSeconds(1)));
                run.await("readings on both sides of " + instant, () -> hasBothSides(rig, instant));
                run.stopAnother(load);
                notes.add("crossed %s", instant);
            }
            run.finish();
            assertThat(run.outcome("rejected")).as("rejected").isZero();
        }
        // Every row lies in the partition of its day of UTC: bounds that moved with a time zone would leave some
        // elsewhere.
        assertThat(rig.sql()
                        .queryForObject(
                                "SELECT count(*) FROM meter_history"
                                        + " WHERE tableoid::regclass::text <> 'meter_history' || to_char(ts AT TIME ZONE 'UTC', '_YYYY_MM_DD')",
                                Long.class))
                .isZero();
    }

    private static boolean hasBothSides(Rig rig, Instant instant) {
        return Boolean.TRUE.equals(rig.sql()
                .queryForObject(
                        """
                SELECT count(*) FILTER (WHERE ts < ?::timestamptz) > 0 AND count(*) FILTER (WHERE ts >= ?::timestamptz) > 0
                FROM meter_history WHERE ts BETWEEN ?::timestamptz - interval '1 s' AND ?::timestamptz + interval '1 s'
                """,
                        Boolean.class,
                        instant.toString(),
                        instant.toString(),
                        instant.toString(),
                        instant.toString()));
    }

    private static List<Instant> midnights() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        var days = new ArrayList<>(List.of(today, today.withDayOfMonth(1), today.withDayOfYear(1)));
        for (int year : new int[] {today.getYear() - 1, today.getYear()}) {
            if (Year.isLeap(year) && LocalDate.of(year, 3, 1).isBefore(today)) {
                days.addAll(List.of(LocalDate.of(year, 2, 29), LocalDate.of(year, 3, 1)));
            }
        }
        Instant oldest = Instant.now().minus(WHOLE_YEAR);
        return days.stream()
                .distinct()
                .map(day -> day.atStartOfDay().toInstant(ZoneOffset.UTC))
                .filter(oldest::isBefore)
                .toList();
    }

    @FaultTest("database: retention dropping a partition meanwhile")
    void retentionMeanwhile(Rig rig, Notes notes) throws Exception {
        LocalDate expired = LocalDate.now(ZoneOffset.UTC).minusDays(500);
        String partition = "meter_history" + DAY.format(expired);
        try (Run run = rig.begin(2)) {
            run.fault(() -> {
                rig.sql()
                        .execute("SET ROLE wattline_owner; CREATE TABLE " + partition
                                + " PARTITION OF meter_history FOR VALUES FROM ('" + expired + "T00:00:00Z') TO ('"
                                + expired.plusDays(1) + "T00:00:00Z')");
                // A new ingestor looks after the partitions first of all.
                rig.fleet().member(2).start();
                run.await("dropped", () -> !exists(rig, partition));
            });
            rig.fleet().awaitReady();
            run.finish();
        }
    }

    private static boolean exists(Rig rig, String table) {
        return Boolean.TRUE.equals(rig.sql().queryForObject("SELECT to_regclass(?) IS NOT NULL", Boolean.class, table));
    }
}
