package io.wattline.query.postgres.mapping;

import io.wattline.query.mapping.BulkResult;
import io.wattline.query.mapping.BulkResult.Conflict;
import io.wattline.query.mapping.MappingBatch;
import io.wattline.query.mapping.Overlap;
import io.wattline.query.mapping.VehicleMapping;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Writes one batch within the transaction that `jdbc` is in.
///
/// The exclusion constraints are put off to COMMIT, so that rows may take each other's place. A constraint names only
/// the first row it refuses, and in its own words, so the conflicts are looked up before: rows that start exactly
/// where a row of the vehicle does, which the function refuses at once, and after writing all overlaps. From the
/// first write on the function's lock keeps other writers out, so what is looked up then still holds at COMMIT.
final class BulkMappings {

    /// Rolls the transaction back.
    static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient BulkResult.Refused result;

        RefusedException(List<Conflict> conflicts) {
            super("the batch conflicts with what is stored", null, false, false);
            this.result = new BulkResult.Refused(conflicts);
        }

        BulkResult result() {
            return result;
        }
    }

    private static final String GIVEN = """
            unnest(CAST(:vehicles AS text[]), CAST(:meters AS text[]), CAST(CAST(:froms AS text[]) AS timestamptz[]),
                   CAST(CAST(:tos AS text[]) AS timestamptz[]))
            WITH ORDINALITY AS given (vehicle, meter, starts, ends, place)
            """;

    private static final String SAME_START = """
            SELECT given.place, TRUE AS of_vehicle
            FROM %s
            JOIN vehicle_meter AS held
              ON held.vehicle_id = given.vehicle AND held.valid_from = coalesce(given.starts, '-infinity')
            WHERE NOT (given.starts IS NULL AND given.ends IS NULL)
              AND (held.meter_id <> given.meter OR held.valid_to <> coalesce(given.ends, 'infinity'))
            ORDER BY given.place
            LIMIT :limit
            """.formatted(GIVEN);

    private static final String PUT =
            "SELECT put_mapping(given.vehicle, given.meter, given.starts, given.ends) FROM " + GIVEN;

    private static final String OVERLAPS = """
            WITH given AS MATERIALIZED (
              SELECT place, vehicle, meter, coalesce(starts, '-infinity') AS starts, coalesce(ends, 'infinity') AS ends
              FROM %s
            )
            SELECT given.place, TRUE AS of_vehicle
            FROM given
            JOIN vehicle_meter AS held ON held.vehicle_id = given.vehicle
            WHERE held.valid_from <> given.starts AND held.valid_from < given.ends AND given.starts < held.valid_to
            UNION ALL
            SELECT given.place, FALSE
            FROM given
            JOIN vehicle_meter AS held ON held.meter_id = given.meter
            WHERE held.vehicle_id <> given.vehicle AND held.valid_from < given.ends AND given.starts < held.valid_to
            ORDER BY place
            LIMIT :limit
            """.formatted(GIVEN);

    private static final int MAX_CONFLICTS = 100;

    private final JdbcClient jdbc;
    private final MappingBatch batch;

    BulkMappings(JdbcClient jdbc, MappingBatch batch) {
        this.jdbc = jdbc;
        this.batch = batch;
    }

    /// Writes all rows.
    ///
    /// @throws RefusedException if one of them cannot be written
    BulkResult put() {
        jdbc.sql("SET CONSTRAINTS ALL DEFERRED").update();
        refuse(SAME_START);
        withRows(PUT).query(row -> {});
        refuse(OVERLAPS);
        return new BulkResult.Written();
    }

    private void refuse(String conflictsSql) {
        List<Conflict> conflicts = withRows(conflictsSql)
                .param("limit", MAX_CONFLICTS)
                .query((row, number) -> new Conflict(
                        row.getInt("place") - 1,
                        row.getBoolean("of_vehicle")
                                ? Overlap.VEHICLE_HAS_ANOTHER_METER
                                : Overlap.METER_FEEDS_ANOTHER_VEHICLE))
                .list();
        if (!conflicts.isEmpty()) {
            throw new RefusedException(conflicts);
        }
    }

    private JdbcClient.StatementSpec withRows(String sql) {
        return jdbc.sql(sql)
                .param("vehicles", column(VehicleMapping::vehicleId))
                .param("meters", column(row -> row.mapping().meterId()))
                .param("froms", column(row -> text(row.mapping().validFrom())))
                .param("tos", column(row -> text(row.mapping().validTo())));
    }

    private @Nullable String[] column(Function<VehicleMapping, @Nullable String> value) {
        return batch.rows().stream().map(value).toArray(String[]::new);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
