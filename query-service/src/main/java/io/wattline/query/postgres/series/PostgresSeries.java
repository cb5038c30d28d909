package io.wattline.query.postgres.series;

import io.wattline.query.performance.DcTotals;
import io.wattline.query.performance.MeterSegment;
import io.wattline.query.performance.TimeWindow;
import io.wattline.query.postgres.Columns;
import io.wattline.query.postgres.KnownVehicles;
import io.wattline.query.postgres.MeterSegments;
import io.wattline.query.postgres.connection.QueryDatabase;
import io.wattline.query.series.BucketLength;
import io.wattline.query.series.SeriesHistory;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/// [SeriesHistory] on the history tables; each statement names one device and a range of
/// times.
///
/// @param database where it reads
/// @param segments says which meter fed a vehicle when
public record PostgresSeries(QueryDatabase database, MeterSegments segments) implements SeriesHistory {

    private static final String METER_BUCKETS = """
            SELECT date_bin(make_interval(secs => :length), ts, '1970-01-01T00:00:00Z') AS bucket,
                   count(*) AS readings,
                   sum(kwh) AS kwh
            FROM meter_history
            WHERE meter_id = :device AND ts >= :start AND ts < :end
              AND ts <> ALL (ARRAY(
                SELECT ts FROM void_reading WHERE kind = 'meter' AND device_id = :device AND ts >= :start AND ts < :end))
            GROUP BY 1
            """;

    private static final String VEHICLE_BUCKETS = """
            SELECT date_bin(make_interval(secs => :length), ts, '1970-01-01T00:00:00Z') AS bucket,
                   count(*) AS readings,
                   sum(kwh) AS kwh,
                   count(battery_temp) AS temperatures,
                   sum(battery_temp::numeric) AS temperature_sum,
                   (array_agg(soc ORDER BY ts DESC) FILTER (WHERE soc IS NOT NULL))[1] AS soc
            FROM vehicle_history
            WHERE vehicle_id = :device AND ts >= :start AND ts < :end
              AND ts <> ALL (ARRAY(
                SELECT ts FROM void_reading WHERE kind = 'vehicle' AND device_id = :device AND ts >= :start AND ts < :end))
            GROUP BY 1
            """;

    @Override
    public <T> T inSnapshot(Function<Snapshot, T> work) {
        return database.read(jdbc -> work.apply(new JdbcSnapshot(jdbc, segments)));
    }

    private record JdbcSnapshot(JdbcClient jdbc, MeterSegments meters) implements Snapshot {

        @Override
        public boolean isKnown(String vehicleId) {
            return KnownVehicles.contains(jdbc, vehicleId);
        }

        @Override
        public List<MeterSegment> segments(String vehicleId, TimeWindow window, int limit) {
            return meters.of(jdbc, vehicleId, window, limit);
        }

        @Override
        public List<MeterBucket> meterBuckets(String meterId, TimeWindow window, BucketLength length) {
            return inBuckets(METER_BUCKETS, meterId, window, length)
                    .query((row, number) -> new MeterBucket(
                            Columns.instant(row, "bucket"), row.getLong("readings"), Columns.sum(row, "kwh")))
                    .list();
        }

        @Override
        public List<VehicleBucket> vehicleBuckets(String vehicleId, TimeWindow window, BucketLength length) {
            return inBuckets(VEHICLE_BUCKETS, vehicleId, window, length)
                    .query((row, number) -> new VehicleBucket(
                            Columns.instant(row, "bucket"),
                            new DcTotals(
                                    row.getLong("readings"),
                                    Columns.sum(row, "kwh"),
                                    row.getLong("temperatures"),
                                    Columns.sum(row, "temperature_sum")),
                            Columns.optionalReal(row, "soc")))
                    .list();
        }

        private JdbcClient.StatementSpec inBuckets(
                String sql, String deviceId, TimeWindow window, BucketLength length) {
            return jdbc.sql(sql)
                    .param("device", deviceId)
                    .param("start", Columns.parameter(window.start()))
                    .param("end", Columns.parameter(window.end()))
                    .param("length", length.length().toSeconds());
        }
    }
}
