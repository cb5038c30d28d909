package io.wattline.query.postgres;

import io.wattline.energy.Energy;
import io.wattline.energy.matching.MatchedEnergy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// Sums of matched energy from a row; NULL, the sum of no rows, counts as nothing.
public final class MatchedColumns {

    private MatchedColumns() {}

    /// The columns `spans micros known_ac known_dc matched_ac matched_dc expected_dc standby`.
    public static MatchedEnergy read(ResultSet row) throws SQLException {
        return new MatchedEnergy(
                row.getLong("spans"),
                micros(row, "micros"),
                new Energy(Columns.sum(row, "matched_ac"), Columns.sum(row, "matched_dc")),
                Columns.sum(row, "expected_dc"),
                Columns.sum(row, "standby"),
                new MatchedEnergy.Known(micros(row, "known_ac"), micros(row, "known_dc")));
    }

    private static Duration micros(ResultSet row, String column) throws SQLException {
        return Duration.of(row.getLong(column), ChronoUnit.MICROS);
    }
}
