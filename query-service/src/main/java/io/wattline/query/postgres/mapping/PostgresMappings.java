package io.wattline.query.postgres.mapping;

import io.wattline.query.mapping.BulkResult;
import io.wattline.query.mapping.Mapping;
import io.wattline.query.mapping.MappingBatch;
import io.wattline.query.mapping.MappingKey;
import io.wattline.query.mapping.Mappings;
import io.wattline.query.mapping.PutResult;
import io.wattline.query.mapping.VehicleMapping;
import io.wattline.query.mapping.VehicleMappings;
import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.KnownVehicles;
import io.wattline.query.postgres.connection.QueryDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// [Mappings] on the table `vehicle_meter` and the functions that write it.
public final class PostgresMappings implements Mappings {

    private static final String NEWEST = """
            SELECT meter_id, nullif(valid_from, '-infinity') AS valid_from, nullif(valid_to, 'infinity') AS valid_to
            FROM (
              SELECT meter_id, valid_from, valid_to FROM vehicle_meter
              WHERE vehicle_id = :vehicle AND valid_from < coalesce(CAST(:before AS timestamptz), 'infinity')
              ORDER BY valid_from DESC
              LIMIT :limit
            ) AS newest
            ORDER BY newest.valid_from
            """;

    private static final String PAGE = """
            SELECT vehicle_id, meter_id,
                   nullif(valid_from, '-infinity') AS valid_from, nullif(valid_to, 'infinity') AS valid_to
            FROM vehicle_meter AS stored
            WHERE (vehicle_id, valid_from) > (:vehicle, coalesce(CAST(:from AS timestamptz), '-infinity'))
            ORDER BY stored.vehicle_id, stored.valid_from
            LIMIT :limit
            """;

    private static final String PUT = "SELECT put_mapping(:vehicle, :meter, :from, :to)";
    private static final String START = "SELECT start_mapping(:vehicle, :meter, :at)";
    private static final String END = "SELECT end_mapping(:vehicle, :at)";
    private static final String REPLACE = """
            SELECT replace_mappings(:vehicle, CAST(:version AS text), CAST(:meters AS text[]),
              CAST(CAST(:froms AS text[]) AS timestamptz[]), CAST(CAST(:tos AS text[]) AS timestamptz[]))
            """;
    private static final String VERSION = "SELECT mapping_version(:vehicle)";
    private static final String DELETE_ONE = "SELECT delete_mapping(:vehicle, :from)";
    private static final String DELETE = "SELECT delete_mappings(:vehicle)";

    private static final String EXCLUSION_VIOLATION = "23P01";
    private static final String ONE_METER_AT_A_TIME = "vehicle_meter_one_meter_at_a_time";

    private final QueryDatabase database;

    /// Works through `database`.
    public PostgresMappings(QueryDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<VehicleMappings> of(String vehicleId, @Nullable Instant before) {
        return database.read(jdbc -> {
            VehicleMappings mappings = newest(jdbc, vehicleId, before);
            return mappings.mappings().isEmpty() && !KnownVehicles.contains(jdbc, vehicleId)
                    ? Optional.empty()
                    : Optional.of(mappings);
        });
    }

    @Override
    public PutResult put(String vehicleId, Mapping mapping) {
        return write(jdbc -> {
            jdbc.sql(PUT)
                    .param("vehicle", vehicleId)
                    .param("meter", mapping.meterId())
                    .param("from", Columns.optionalParameter(mapping.validFrom()), Types.TIMESTAMP_WITH_TIMEZONE)
                    .param("to", Columns.optionalParameter(mapping.validTo()), Types.TIMESTAMP_WITH_TIMEZONE)
                    .query(row -> {});
            return new PutResult.Written(newest(jdbc, vehicleId, null));
        });
    }

    @Override
    public PutResult start(String vehicleId, String meterId, Instant at) {
        return write(jdbc -> {
            jdbc.sql(START)
                    .param("vehicle", vehicleId)
                    .param("meter", meterId)
                    .param("at", Columns.parameter(at))
                    .query(row -> {});
            return new PutResult.Written(newest(jdbc, vehicleId, null));
        });
    }

    @Override
    public VehicleMappings end(String vehicleId, Instant at) {
        return database.write(jdbc -> {
            jdbc.sql(END)
                    .param("vehicle", vehicleId)
                    .param("at", Columns.parameter(at))
                    .query(row -> {});
            return newest(jdbc, vehicleId, null);
        });
    }

    @Override
    public PutResult replace(String vehicleId, @Nullable String version, List<Mapping> mappings) {
        return write(jdbc -> {
            boolean replaced = jdbc.sql(REPLACE)
                    .param("vehicle", vehicleId)
                    .param("version", version, Types.VARCHAR)
                    .param("meters", mappings.stream().map(Mapping::meterId).toArray(String[]::new))
                    .param("froms", times(mappings, Mapping::validFrom))
                    .param("tos", times(mappings, Mapping::validTo))
                    .query(Boolean.class)
                    .single();
            return replaced ? new PutResult.Written(newest(jdbc, vehicleId, null)) : new PutResult.OtherVersion();
        });
    }

    // No id is empty, so that an empty one stands before them all.
    @Override
    public List<VehicleMapping> page(Optional<MappingKey> after, int limit) {
        MappingKey start = after.orElse(new MappingKey("", null));
        return database.read(jdbc -> jdbc.sql(PAGE)
                .param("vehicle", start.vehicleId())
                .param("from", Columns.optionalParameter(start.validFrom()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("limit", limit)
                .query((row, number) -> new VehicleMapping(row.getString("vehicle_id"), mapping(row)))
                .list());
    }

    @Override
    public BulkResult putAll(MappingBatch batch) {
        try {
            return database.write(jdbc -> new BulkMappings(jdbc, batch).put());
        } catch (BulkMappings.RefusedException e) {
            return e.result();
        } catch (DataAccessException e) {
            return conflict(e).map(any -> new BulkResult.Refused(List.of())).orElseThrow(() -> e);
        }
    }

    @Override
    public boolean delete(String vehicleId) {
        return database.write(jdbc -> {
            boolean known = KnownVehicles.contains(jdbc, vehicleId);
            jdbc.sql(DELETE).param("vehicle", vehicleId).query(row -> {});
            return known;
        });
    }

    @Override
    public boolean delete(String vehicleId, @Nullable Instant validFrom) {
        return database.write(jdbc -> jdbc.sql(DELETE_ONE)
                .param("vehicle", vehicleId)
                .param("from", Columns.optionalParameter(validFrom), Types.TIMESTAMP_WITH_TIMEZONE)
                .query(Boolean.class)
                .single());
    }

    private PutResult write(Function<JdbcClient, PutResult> work) {
        try {
            return database.write(work);
        } catch (DataAccessException e) {
            return conflict(e).orElseThrow(() -> e);
        }
    }

    private static @Nullable String[] times(List<Mapping> mappings, Function<Mapping, @Nullable Instant> time) {
        return mappings.stream()
                .map(mapping -> Objects.toString(time.apply(mapping), null))
                .toArray(String[]::new);
    }

    private static VehicleMappings newest(JdbcClient jdbc, String vehicleId, @Nullable Instant before) {
        List<Mapping> mappings = jdbc.sql(NEWEST)
                .param("vehicle", vehicleId)
                .param("before", Columns.optionalParameter(before), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("limit", VehicleMappings.MAX + 1)
                .query((row, number) -> mapping(row))
                .list();
        return VehicleMappings.newest(
                mappings,
                jdbc.sql(VERSION)
                        .param("vehicle", vehicleId)
                        .query(String.class)
                        .single());
    }

    private static Mapping mapping(ResultSet row) throws SQLException {
        return new Mapping(
                row.getString("meter_id"),
                Columns.optionalInstant(row, "valid_from"),
                Columns.optionalInstant(row, "valid_to"));
    }

    // Which of the two exclusion constraints refused it.
    private static Optional<PutResult> conflict(DataAccessException fault) {
        if (!(fault.getMostSpecificCause() instanceof PSQLException cause)
                || !EXCLUSION_VIOLATION.equals(cause.getSQLState())) {
            return Optional.empty();
        }
        @Nullable ServerErrorMessage message = cause.getServerErrorMessage();
        return Optional.of(
                message != null && ONE_METER_AT_A_TIME.equals(message.getConstraint())
                        ? new PutResult.VehicleHasAnotherMeter()
                        : new PutResult.MeterFeedsAnotherVehicle());
    }
}
