package io.wattline.db.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.DataSources;
import io.wattline.db.DatabaseRole;
import io.wattline.db.DayPartitionedTable;
import io.wattline.db.DayPartitions;
import io.wattline.db.Rollups;
import io.wattline.db.Sql;
import io.wattline.db.testing.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HourMatchingIT {

    private static final int HOURS = 30;
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    /// Midnight; all of these two days are over.
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(4));
    private final HourMatching matching = new HourMatching(MatchSettings.DEFAULT, 2);

    private MigratedDatabase database;
    private Connection owner;
    private Connection ingest;

    /// Five vehicles, each with a meter of its own and a reading of both sides a minute.
    @BeforeEach
    void open() throws SQLException {
        database = MigratedDatabase.create();
        owner = DataSources.connect(database.configFor(DatabaseRole.OWNER));
        ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST));
        for (int day = 0; day < 2; day++) {
            LocalDate date = LocalDate.ofInstant(start, ZoneOffset.UTC).plusDays(day);
            DayPartitions.ensure(ingest, DayPartitionedTable.METER_HISTORY, date);
            DayPartitions.ensure(ingest, DayPartitionedTable.VEHICLE_HISTORY, date);
        }
        Sql.execute(
                owner, "UPDATE rollup_state SET (closed_before, summed_before) = ('%1$s', '%1$s')".formatted(hour(0)));
        for (int i = 0; i < 5; i++) {
            Sql.execute(owner, "SELECT put_mapping('V%1$d', 'M%1$d', NULL, NULL)".formatted(i));
            Sql.execute(owner, """
                    INSERT INTO meter_history (meter_id, ts, kwh, voltage)
                    SELECT 'M%1$d', ts, 0.1, 230 FROM generate_series('%2$s'::timestamptz, '%3$s', '1 min') AS ts;
                    INSERT INTO vehicle_history (vehicle_id, ts, kwh)
                    SELECT 'V%1$d', ts + interval '%1$d s', 0.09 FROM generate_series('%2$s'::timestamptz, '%3$s', '1 min') AS ts;
                    """.formatted(i, start, hour(HOURS)));
        }
    }

    @AfterEach
    void close() throws SQLException {
        ingest.close();
        owner.close();
        database.close();
    }

    private Instant hour(int hour) {
        return start.plus(Duration.ofHours(hour));
    }

    private void sumHours(int before) throws SQLException {
        Rollups.advance(ingest, hour(before));
        while (Rollups.sumNextClosedHour(ingest).isPresent()) {
            continue;
        }
    }

    private int matchAll() throws SQLException {
        int steps = 0;
        while (matching.step(ingest)) {
            steps++;
        }
        return steps;
    }

    private void mark(String kind, String device, Instant at) throws SQLException {
        Sql.execute(
                ingest,
                "INSERT INTO rollup_dirty (kind, device_id, hour) VALUES ('%s', '%s', '%s')"
                        .formatted(kind, device, at.truncatedTo(ChronoUnit.HOURS)));
    }

    private void assertAgrees(int countingVehicleHours) throws SQLException {
        MatchedTruth.Findings findings = MatchedTruth.find(owner, TOLERANCE);
        assertThat(findings.wrong()).isEmpty();
        assertThat(findings.counting()).isEqualTo(countingVehicleHours);
    }

    private List<String> state() throws SQLException {
        return Sql.strings(owner, "SELECT matched_from || ' ' || matched_before FROM rollup_state");
    }

    @Test
    void matchesClosedHoursThenOlderOnesUntilTheOldestHistory() throws SQLException {
        sumHours(6);
        matching.step(ingest);
        sumHours(HOURS);
        matchAll();
        assertAgrees(5 * HOURS);
        assertThat(Sql.strings(owner, "SELECT matched_from FROM rollup_state")).containsExactly("-infinity");
        assertThat(
                        Sql.strings(
                                owner,
                                "SELECT vehicle_id || ' ' || spans || ' ' || kwh_ac || ' ' || kwh_dc FROM matched_daily ORDER BY 1"))
                .contains("V0 1439 143.900000 129.510000", "V4 1439 143.900000 129.510000");
    }

    @Test
    void aStepThatIsCutOffLeavesNothingBehindAndIsRepeated() throws SQLException {
        sumHours(8);
        Sql.execute(owner, "ALTER TABLE matched_hourly ADD CONSTRAINT no_v3 CHECK (vehicle_id <> 'V3')");
        assertThat(matching.step(ingest)).isTrue();
        assertThat(Sql.stateOf(this::matchAll)).isEqualTo("23514");
        assertThat(Sql.stateOf(() -> matching.step(ingest))).isEqualTo("23514");
        Sql.execute(owner, "ALTER TABLE matched_hourly DROP CONSTRAINT no_v3");
        matchAll();
        assertAgrees(5 * 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"M2", "V2"})
    void aLateReadingChangesTheRowsAroundItsHour(String device) throws SQLException {
        sumHours(20);
        matchAll();
        String kind = device.startsWith("M") ? "meter" : "vehicle";
        for (Instant at : List.of(hour(4).plusSeconds(3_590), hour(9).plusSeconds(5), hour(20).plusSeconds(7))) {
            Sql.execute(
                    owner,
                    "INSERT INTO %1$s_history (%1$s_id, ts, kwh%2$s) VALUES ('%3$s', '%4$s', 0.05%5$s)"
                            .formatted(
                                    kind,
                                    kind.equals("meter") ? ", voltage" : "",
                                    device,
                                    at,
                                    kind.equals("meter") ? ", 230" : ""));
            mark(kind, device, at);
        }
        assertAgrees(5 * 20 - 9);
        Rollups.refresh(ingest, 1_000);
        assertAgrees(5 * 20 - 9);
        assertThat(matchAll()).isPositive();
        assertAgrees(5 * 20);
    }

    @Test
    void aVoidReadingBreaksItsSpan() throws SQLException {
        sumHours(20);
        matchAll();
        Sql.execute(
                owner,
                "SELECT void_readings('{meter}', '{M1}', '{%s}', false, 'test', NULL, 'why')".formatted(hour(3)));
        Rollups.refresh(ingest, 1_000);
        matchAll();
        assertAgrees(5 * 20);
        assertThat(Sql.strings(
                        owner,
                        "SELECT spans FROM matched_hourly WHERE vehicle_id = 'V1' AND hour = '%s'".formatted(hour(3))))
                .containsExactly("58");
    }

    @Test
    void aChangeOfMappingsIsMatchedAnew() throws SQLException {
        sumHours(HOURS);
        matchAll();
        Instant change = hour(7).plusSeconds(1_234);
        Sql.execute(owner, """
                BEGIN;
                SET CONSTRAINTS ALL DEFERRED;
                UPDATE vehicle_meter SET valid_to = '%1$s' WHERE vehicle_id IN ('V0', 'V1');
                INSERT INTO vehicle_meter VALUES ('V0', 'M1', '%1$s'), ('V1', 'M0', '%1$s');
                DELETE FROM vehicle_meter WHERE vehicle_id = 'V2';
                COMMIT;
                """.formatted(change));
        assertAgrees(5 * HOURS - 2 * (HOURS - 7) - HOURS);
        matchAll();
        assertAgrees(5 * HOURS);
        assertThat(Sql.strings(owner, "SELECT count(*) FROM matched_hourly WHERE vehicle_id = 'V2'"))
                .containsExactly("0");
    }

    @Test
    void otherSettingsMakeAllRowsAnew() throws SQLException {
        assertThat(matching.configure(ingest)).isTrue();
        assertThat(matching.configure(ingest)).isFalse();
        sumHours(20);
        matchAll();
        HourMatching other = new HourMatching(new MatchSettings(Duration.ofSeconds(2), List.of()), 100);
        assertThat(other.configure(ingest)).isTrue();
        assertThat(state())
                .containsExactly(Sql.strings(owner, "SELECT summed_before || ' ' || summed_before FROM rollup_state")
                        .getFirst());
        while (other.step(ingest)) {
            continue;
        }
        MatchedTruth.Findings findings = MatchedTruth.find(owner, Duration.ofSeconds(2));
        assertThat(findings.wrong()).isEmpty();
        assertThat(findings.counting()).isEqualTo(5 * 20);
        assertThat(Sql.strings(owner, "SELECT sum(spans) FROM matched_hourly WHERE vehicle_id = 'V4'"))
                .containsExactly("0");
    }

    @Test
    void theRuleNamesMetersUntilAMappingSpeaks() throws SQLException {
        Sql.execute(owner, "DELETE FROM vehicle_meter");
        Sql.execute(
                owner,
                "INSERT INTO vehicle_live (vehicle_id, ts, kwh, received_at) SELECT 'V' || i, now(), 0, now() FROM generate_series(0, 4) AS i");
        HourMatching ruled = new HourMatching(new MatchSettings(TOLERANCE, List.of("V", "", "M", "")), 100);
        ruled.configure(ingest);
        sumHours(10);
        while (ruled.step(ingest)) {
            continue;
        }
        assertThat(Sql.strings(owner, "SELECT count(*) FROM matched_hourly WHERE spans > 0"))
                .containsExactly("50");
        Sql.execute(owner, "SELECT put_mapping('V0', 'M3', NULL, NULL)");
        while (ruled.step(ingest)) {
            continue;
        }
        assertThat(Sql.strings(owner, "SELECT DISTINCT vehicle_id FROM matched_hourly WHERE spans > 0 ORDER BY 1"))
                .containsExactly("V0", "V1", "V2", "V4");
    }

    @Test
    void historyLoadedPastTheWritersIsMatchedAnewOnceItIsSummed() throws SQLException {
        sumHours(20);
        matchAll();
        Sql.execute(
                owner,
                "INSERT INTO vehicle_history (vehicle_id, ts, kwh) VALUES ('V0', '%s', 0.3)"
                        .formatted(hour(9).plusSeconds(20)));
        Sql.execute(owner, "SELECT resum_rollups('%s')".formatted(hour(9)));
        assertAgrees(5 * 8);
        while (Rollups.sumNextClosedHour(ingest).isPresent()) {
            continue;
        }
        matchAll();
        assertAgrees(5 * 20);
    }
}
