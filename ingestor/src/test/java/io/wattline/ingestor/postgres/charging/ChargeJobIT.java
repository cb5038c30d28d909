package io.wattline.ingestor.postgres.charging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.ingestor.postgres.charging.SmallFleet.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChargeJobIT {

    private static final long SEED = 20_260_301;
    private static final int DAYS = 14;
    private static final int LOSS_DAY = 10;
    private static final int HEALTHY = 1;
    private static final int LEAKING = 2;

    /// All of it is over: the database refuses days that are long past, so it lies in the last weeks.
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(DAYS + 2));
    private final SmallFleet fleet = new SmallFleet(start, DAYS, SEED);
    private ChargeFixture fixture;

    @BeforeEach
    void open() throws SQLException {
        fixture = new ChargeFixture(start);
    }

    @AfterEach
    void close() throws SQLException {
        fixture.close();
    }

    private List<Row> history() {
        List<Row> rows = new ArrayList<>(fleet.life(HEALTHY, 0, 0));
        rows.addAll(fleet.life(LEAKING, LOSS_DAY, 6));
        return rows;
    }

    private void mapBoth() throws SQLException {
        fixture.map(HEALTHY, start);
        fixture.map(LEAKING, start);
    }

    private Instant end() {
        return fixture.hour(24 * DAYS + 2);
    }

    /// What the whole history gives when all of it is there before anything is looked at.
    private record Result(List<String> charges, List<String> alerts, List<String> states) {}

    private Result result() throws SQLException {
        return new Result(fixture.charges(), fixture.alerts(), fixture.states());
    }

    private Result inOneGo() throws SQLException {
        try (ChargeFixture other = new ChargeFixture(start)) {
            other.add(history());
            other.map(HEALTHY, start);
            other.map(LEAKING, start);
            other.roundAt(end());
            return new Result(other.charges(), other.alerts(), other.states());
        }
    }

    @Test
    void chargerThatLosesMoreRaisesOneAlertAndAHealthyOneNone() throws SQLException {
        fixture.add(history());
        mapBoth();
        fixture.roundAt(end());

        assertThat(fixture.rows("SELECT vehicle_id, kind, count(*) FROM charge GROUP BY 1, 2 ORDER BY 1, 2"))
                .containsExactly("V1 judged 28", "V2 judged 28");
        assertThat(fixture.rows("SELECT vehicle_id, meter_id, kind, state, round(size::numeric, 2) FROM alert"))
                .containsExactly("V2 M2 loss open 0.06");
        assertThat(fixture.events()).containsExactly("V2 1 raised");
        assertThat(fixture.open).isEqualTo(java.util.Map.of("loss", 1));
        assertThat(fixture.rows("SELECT sum(kwh_ac) FROM charge WHERE vehicle_id = 'V1'"))
                .isEqualTo(fixture.rows("SELECT sum(kwh) FROM meter_history WHERE meter_id = 'M1'"));
    }

    @Test
    void hoursClosedOneByOneEqualOnePass() throws SQLException {
        fixture.add(history());
        mapBoth();
        fixture.execute("DELETE FROM charge_dirty");
        // The days before in one go: a round an hour takes a while.
        for (int hour = 24 * (LOSS_DAY - 1); hour <= 24 * DAYS + 2; hour++) {
            fixture.roundAt(fixture.hour(hour));
        }

        assertThat(result()).isEqualTo(inOneGo());
        assertThat(fixture.events()).containsExactly("V2 1 raised");
    }

    @Test
    void orderOfReadingsHasNoEffect() throws SQLException {
        Random random = new Random(SEED);
        List<Row> rows = history();
        Collections.shuffle(rows, random);
        mapBoth();
        int parts = 6;
        for (int part = 0; part < parts; part++) {
            fixture.add(rows.subList(rows.size() * part / parts, rows.size() * (part + 1) / parts));
            fixture.roundAt(fixture.hour((24 * DAYS + 2) * (part + 1) / parts));
        }

        assertThat(result()).as("seed %d", SEED).isEqualTo(inOneGo());
    }

    @Test
    void repeatedRoundChangesNothing() throws SQLException {
        fixture.add(history());
        mapBoth();
        fixture.roundAt(end());
        Result once = result();
        List<String> events = fixture.events();

        // As after a pass that broke off before its end.
        fixture.execute("UPDATE charge_state SET made_before = '%s'".formatted(fixture.hour(24 * DAYS)));
        fixture.execute(
                "INSERT INTO charge_dirty (kind, device_id, since, until) VALUES ('vehicle', 'V2', '-infinity', 'infinity')");
        fixture.roundAt(end());

        assertThat(result()).isEqualTo(once);
        assertThat(fixture.events()).isEqualTo(events);
    }

    @Test
    void lateReadingsThatShowNoLossWithdrawTheAlert() throws SQLException {
        fixture.add(history());
        mapBoth();
        fixture.roundAt(end());
        // The vehicle turns out to have received more, in readings between those that are there.
        List<Row> more = fleet.life(LEAKING, 0, 0).stream()
                .filter(row -> row.kind().equals("vehicle") && row.kwh() > 0)
                .filter(row -> !row.at().isBefore(fixture.hour(24 * LOSS_DAY)))
                .map(row -> new Row("vehicle", row.deviceId(), row.at().plusSeconds(60), row.kwh() * 0.068, 18))
                .toList();
        fixture.add(more);
        fixture.roundAt(end());

        assertThat(fixture.rows("SELECT kind, state FROM alert")).containsExactly("loss withdrawn");
        assertThat(fixture.events()).containsExactly("V2 1 raised", "V2 2 withdrawn");
    }

    @Test
    void chargesAreCutWhereTheMappingChanges() throws SQLException {
        fixture.add(history());
        mapBoth();
        fixture.roundAt(end());
        String charge = fixture.rows("SELECT started_at FROM charge WHERE vehicle_id = 'V2' ORDER BY 1 LIMIT 1")
                .getFirst();
        // In the middle of a charge, within a quarter hour.
        String cut = "'%s'::timestamptz + interval '52 minutes'".formatted(charge);
        fixture.execute("SELECT put_mapping('V2', 'M9', %s, NULL)".formatted(cut));
        fixture.roundAt(end());

        assertThat(fixture.rows("SELECT meter_id, ended_at = %s FROM charge WHERE vehicle_id = 'V2' AND meter_id = 'M2'"
                        .formatted(cut)))
                .containsExactly("M2 t");
        assertThat(fixture.rows("SELECT min(started_at) = %s FROM charge WHERE vehicle_id = 'V2' AND meter_id = 'M9'"
                        .formatted(cut)))
                .containsExactly("t");
        assertThat(fixture.rows("SELECT state FROM alert WHERE kind = 'loss'")).containsExactly("withdrawn");
    }

    @Test
    void acceptedLossStartsANewLearningPeriod() throws SQLException {
        fixture.add(history().stream()
                .filter(row -> row.at().isBefore(fixture.hour(24 * 12)))
                .toList());
        mapBoth();
        fixture.roundAt(fixture.hour(24 * 12));
        String id = fixture.rows("SELECT id FROM alert").getFirst();
        fixture.execute("SELECT close_alert('%s', 'ann', NULL, 'a longer cable')".formatted(id));
        // As if it had been closed then.
        fixture.execute("UPDATE alert SET closed_at = '%s'".formatted(fixture.hour(24 * 12)));
        fixture.add(history().stream()
                .filter(row -> !row.at().isBefore(fixture.hour(24 * 12)))
                .toList());
        fixture.roundAt(end());

        assertThat(fixture.rows("SELECT kind, state, closed_by FROM alert")).containsExactly("loss closed ann");
        assertThat(fixture.rows("SELECT seen_charges, learning FROM loss_state WHERE vehicle_id = 'V2'"))
                .containsExactly("4 t");
        assertThat(fixture.events()).containsExactly("V2 1 raised", "V2 2 closed");
    }

    @Test
    void raisesAndClearsASilentMeter() throws SQLException {
        fixture.map(HEALTHY, start);
        fixture.add(fleet.life(HEALTHY, 0, 0).stream()
                .filter(row -> row.kind().equals("vehicle")
                        || row.at().isBefore(fixture.hour(30))
                        || !row.at().isBefore(fixture.hour(45)))
                .toList());
        fixture.execute("DELETE FROM charge_dirty");
        for (int hour = 28; hour <= 50; hour++) {
            fixture.roundAt(fixture.hour(hour));
        }

        assertThat(fixture.rows("SELECT kind, state, evidence->>'device', onset_at = '%s' FROM alert"
                        .formatted(fixture.hour(30))))
                .containsExactly("silent cleared meter t");
        assertThat(fixture.events()).containsExactly("V1 1 raised", "V1 2 cleared");
    }
}
