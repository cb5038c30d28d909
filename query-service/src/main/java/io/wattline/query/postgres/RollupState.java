package io.wattline.query.postgres;

import io.wattline.query.performance.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How far rollups have come.
///
/// @param summedBefore the whole UTC hour before which every hour has been summed
/// @param matched the hours that have been summed and matched; empty if there are none
/// @param pairingWindow how far apart the two readings of a mark may be
public record RollupState(Instant summedBefore, Optional<TimeWindow> matched, Duration pairingWindow) {

    // Where everything has been matched, from long before any reading. 1 January: hours and days start with it.
    private static final String STATE = """
            SELECT summed_before, greatest(matched_from, '1900-01-01T00:00:00Z') AS matched_from,
              least(matched_before, CASE WHEN matched_before IS NOT NULL THEN summed_before END) AS matched_before,
              extract(epoch FROM pairing_window)::int AS pairing_seconds
            FROM rollup_state
            """;

    /// The state in the snapshot of the transaction.
    public static RollupState read(JdbcClient jdbc) {
        return jdbc.sql(STATE)
                .query((row, number) -> {
                    @Nullable Instant before = Columns.optionalInstant(row, "matched_before");
                    Instant from = before == null ? Instant.EPOCH : Columns.instant(row, "matched_from");
                    return new RollupState(
                            Columns.instant(row, "summed_before"),
                            before != null && from.isBefore(before)
                                    ? Optional.of(new TimeWindow(from, before))
                                    : Optional.empty(),
                            Duration.ofSeconds(row.getInt("pairing_seconds")));
                })
                .single();
    }
}
