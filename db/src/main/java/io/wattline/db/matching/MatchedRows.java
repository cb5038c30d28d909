package io.wattline.db.matching;

import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.energy.pairing.Heartbeats;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Rows of matched energy on their way into the database. Used by one thread.
final class MatchedRows {

    private static final String PUT = "SELECT put_matched(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final List<VehicleHour> keys = new ArrayList<>();
    private final List<MatchedEnergy> sums = new ArrayList<>();

    void add(VehicleHour key, MatchedEnergy sum) {
        keys.add(key);
        sums.add(sum);
    }

    /// Puts them in the place of whatever is there.
    ///
    /// @param allDays whether the rows of all their days are made again, or only of days that end with the hour
    void put(Connection connection, boolean allDays) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            VehicleHour.bind(statement, keys);
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "int4",
                            sums.stream()
                                    .map(sum -> Math.toIntExact(sum.spans()))
                                    .toArray(Integer[]::new)));
            bind(statement, 4, sum -> micros(sum.time()));
            bind(statement, 5, sum -> micros(sum.known().ac()));
            bind(statement, 6, sum -> micros(sum.known().dc()));
            bind(statement, 7, sum -> millionths(sum.energy().ac()));
            bind(statement, 8, sum -> millionths(sum.energy().dc()));
            bind(statement, 9, sum -> millionths(sum.expectedDc()));
            bind(statement, 10, sum -> millionths(sum.standbyKwh()));
            statement.setBoolean(11, allDays);
            statement.execute();
        }
    }

    private void bind(PreparedStatement statement, int index, Function<MatchedEnergy, Long> value) throws SQLException {
        Long[] values = sums.stream().map(value).toArray(Long[]::new);
        statement.setArray(index, statement.getConnection().createArrayOf("int8", values));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static long millionths(BigDecimal kwh) {
        return kwh.movePointRight(Heartbeats.KWH_SCALE).longValueExact();
    }
}
