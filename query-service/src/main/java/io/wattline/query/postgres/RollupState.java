package io.wattline.query.postgres;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How far rollups have come.
public final class RollupState {

    private RollupState() {}

    /// The whole UTC hour before which every hour has been summed.
    public static Instant summedBefore(JdbcClient jdbc) {
        return jdbc.sql("SELECT summed_before FROM rollup_state")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }
}
