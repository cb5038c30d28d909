package io.wattline.query.postgres;

import io.wattline.query.performance.MeterSegment;
import io.wattline.query.performance.TimeWindow;
import io.wattline.telemetry.MappingRule;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Which meter fed a vehicle when: what master data says, else what the [MappingRule] says.
public final class MeterSegments {

    private static final String SEGMENTS = """
            SELECT meter_id, greatest(valid_from, :start) AS segment_start, least(valid_to, :end) AS segment_end
            FROM vehicle_meter
            WHERE vehicle_id = :vehicle AND valid_from < :end AND valid_to > :start
            ORDER BY valid_from
            LIMIT :limit
            """;

    private final RuledMeters ruled;

    /// Segments where `rule` names the meter of a vehicle of which no mapping was ever written.
    public MeterSegments(Optional<MappingRule> rule) {
        this.ruled = new RuledMeters(rule);
    }

    /// The parts of `window` in which a meter fed the vehicle, in the order of time, at most `limit` of them.
    public List<MeterSegment> of(JdbcClient jdbc, String vehicleId, TimeWindow window, int limit) {
        List<MeterSegment> mapped = jdbc.sql(SEGMENTS)
                .param("vehicle", vehicleId)
                .param("start", Columns.parameter(window.start()))
                .param("end", Columns.parameter(window.end()))
                .param("limit", limit)
                .query((row, number) -> new MeterSegment(
                        row.getString("meter_id"),
                        new TimeWindow(Columns.instant(row, "segment_start"), Columns.instant(row, "segment_end"))))
                .list();
        return mapped.isEmpty()
                ? ruled.of(jdbc, vehicleId).stream()
                        .map(meterId -> new MeterSegment(meterId, window))
                        .toList()
                : mapped;
    }
}
