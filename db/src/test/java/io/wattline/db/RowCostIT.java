package io.wattline.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.testing.MigratedDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Measures what a row costs, prints it, and keeps the table in the README true.
class RowCostIT {

    private static final Pattern README_ROW = Pattern.compile("\\| `(\\w+)` \\|[^|]*\\| (\\d+) \\| (\\d+) \\|");

    private record Bytes(int heap, int index) {}

    @Test
    @Tag("nightly")
    void readmeStatesTheSizeOfARow() throws SQLException, IOException {
        Map<String, Bytes> measured = measure();
        measured.forEach((table, bytes) -> System.out.printf("row cost %s: %s%n", table, bytes));

        Map<String, Bytes> documented = documented();
        assertThat(documented).hasSameSizeAs(measured);
        measured.forEach((table, bytes) -> {
            Bytes said = documented.get(table);
            assertThat(said).as(table).isNotNull();
            assertThat(bytes.heap()).as(table + " heap").isCloseTo(said.heap(), tenPercent());
            assertThat(bytes.index()).as(table + " index").isCloseTo(said.index(), tenPercent());
        });
    }

    private static Percentage tenPercent() {
        return Percentage.withPercentage(10);
    }

    private static Map<String, Bytes> measure() throws SQLException, IOException {
        var costs = new TreeMap<String, Bytes>();
        try (var database = MigratedDatabase.create();
                Connection superuser = DataSources.connect(database.superuser());
                var statement = superuser.createStatement()) {
            Sql.execute(superuser, "SET statement_timeout = '60s'");
            advanceToLast(statement, read("row-cost.sql"));
            try (var rows = statement.getResultSet()) {
                while (rows.next()) {
                    costs.put(rows.getString(1), new Bytes(rows.getInt(2), rows.getInt(3)));
                }
            }
        }
        return costs;
    }

    /// One statement at a time, each its own transaction, as psql would run them.
    private static void advanceToLast(Statement statement, String script) throws SQLException {
        for (String sql : script.split(";\n\n")) {
            statement.execute(sql);
        }
    }

    private static Map<String, Bytes> documented() throws IOException {
        var costs = new TreeMap<String, Bytes>();
        README_ROW
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .forEach(row -> costs.put(
                        row.group(1), new Bytes(Integer.parseInt(row.group(2)), Integer.parseInt(row.group(3)))));
        return costs;
    }

    private static String read(String name) throws IOException {
        try (var in = RowCostIT.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
