package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattline.db.testing.MigratedDatabase;
import io.wattline.servers.process.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a reporting tool may see, and the queries of the shipped boards with their macros filled in.
class ReportViewsIT {

    private static final String FORBIDDEN = "42501";

    private static MigratedDatabase database;
    private static Connection report;

    @BeforeAll
    static void open() throws SQLException {
        database = MigratedDatabase.create();
        try (Connection superuser = DataSources.connect(database.superuser())) {
            Sql.execute(superuser, """
                    INSERT INTO vehicle_meter (vehicle_id, meter_id, valid_from, valid_to)
                    VALUES ('V', 'M1', '-infinity', '2026-11-20T11:00:00Z'), ('V', 'M2', '2026-11-20T11:00:00Z', 'infinity')
                    """);
            Sql.execute(superuser, """
                    INSERT INTO vehicle_hourly (vehicle_id, hour, kwh, readings, readings_with_energy, battery_temp_sum,
                      battery_temp_count, last_soc)
                    SELECT 'V', hour, 9, 60, 60, 1200, 60, 55
                    FROM generate_series('2026-11-20T10:00:00Z'::timestamptz, '2026-11-20T11:00:00Z', '1 hour') AS hour
                    """);
            Sql.execute(superuser, """
                    INSERT INTO meter_hourly (meter_id, hour, kwh, readings, readings_with_energy, voltage_sum, voltage_count,
                      voltage_min, voltage_max)
                    VALUES ('M1', '2026-11-20T10:00:00Z', 10, 60, 60, 13800, 60, 230, 230),
                      ('M2', '2026-11-20T11:00:00Z', 11, 60, 60, 13800, 60, 230, 230)
                    """);
        }
        try (Connection ingest = DataSources.connect(database.configFor(DatabaseRole.INGEST))) {
            Sql.execute(ingest, """
                    INSERT INTO vehicle_live (vehicle_id, ts, kwh, soc, battery_temp, received_at)
                    VALUES ('V', '2026-11-20T11:59:00Z', 0.1, 55, 20, now())
                    """);
        }
        report = DataSources.connect(database.configFor(DatabaseRole.REPORT));
    }

    @AfterAll
    static void close() throws SQLException {
        report.close();
        database.close();
    }

    @Test
    void joinsEachHourOfAVehicleWithItsMeterAtThatTime() throws SQLException {
        assertThat(
                        rows(
                                "SELECT meter_id || ' ' || kwh_ac || ' ' || kwh_dc || ' ' || battery_temp FROM report_vehicle_hourly ORDER BY hour"))
                .containsExactly("M1 10.000000 9.000000 20", "M2 11.000000 9.000000 20");
    }

    @Test
    void addsUpTheFleet() throws SQLException {
        assertThat(rows("SELECT sum(kwh_ac) || ' ' || sum(kwh_dc) FROM report_fleet_hourly"))
                .containsExactly("21.000000 18.000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM meter_history",
                "SELECT * FROM vehicle_hourly",
                "SELECT * FROM vehicle_live",
                "SELECT * FROM vehicle_meter",
                "SELECT * FROM rejected_message",
                "SELECT put_mapping('V', 'M', NULL, NULL)",
                "SELECT delete_mappings('V')",
                "CREATE TABLE mine (id int)",
                "SET ROLE wattline_owner",
            })
    void showsNothingElse(String sql) {
        assertThat(Sql.stateOf(() -> Sql.execute(report, sql))).isIn(FORBIDDEN, "25006");
    }

    @ParameterizedTest
    @MethodSource("queriesOfTheBoards")
    void runsTheQueriesOfTheBoardsWithoutReadingHistory(String sql) throws SQLException {
        String filled = sql.replaceAll("\\$__timeGroupAlias\\((\\w+), *'1h'\\)", "date_trunc('hour', $1) AS \"time\"")
                .replaceAll(
                        "\\$__timeFilter\\((\\w+)\\)", "$1 BETWEEN '2026-11-20T00:00:00Z' AND '2026-11-21T00:00:00Z'")
                .replace("$vehicle", "V");
        assertThat(filled).doesNotContain("$");
        assertThat(rows(filled)).isNotEmpty();
    }

    private static List<String> queriesOfTheBoards() throws IOException {
        List<String> queries = new ArrayList<>();
        try (Stream<Path> boards = Files.list(Repository.root().resolve("observability/grafana/dashboards"))) {
            for (Path board : boards.toList()) {
                JsonNode json = new ObjectMapper().readTree(board.toFile());
                json.findValues("rawSql").forEach(query -> queries.add(query.asText()));
                json.at("/templating/list").forEach(variable -> {
                    if (variable.path("type").asText().equals("query")) {
                        queries.add(variable.path("query").asText());
                    }
                });
            }
        }
        return queries;
    }

    private static List<String> rows(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (var statement = report.createStatement();
                var result = statement.executeQuery(sql)) {
            while (result.next()) {
                found.add(result.getString(1));
            }
        }
        return found;
    }
}
