package io.wattline.query.postgres;

import io.wattline.db.matching.HourInputs;
import io.wattline.energy.efficiency.EfficiencyCurve;
import io.wattline.energy.efficiency.MeasuredEfficiency;
import io.wattline.energy.matching.MatchedEnergy;
import io.wattline.query.performance.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Matches vehicle-hours from history: those that a window cuts, that are still open, or whose rows do not
/// count. By the same readings and the same rule as the rows, so that it does not matter which of both an answer
/// is made of.
///
/// @param jdbc the transaction
/// @param tolerance the pairing window of its snapshot
public record DirectMatching(JdbcClient jdbc, Duration tolerance) {

    private static final String INPUTS =
            "SELECT * FROM match_inputs(CAST(:vehicles AS text[]), CAST(:hours AS timestamptz[]))";
    private static final EfficiencyCurve HEALTHY = MeasuredEfficiency.curve();

    // Each row holds some hundred readings, and up to some ten thousand of a device that sends often.
    private static final int FETCH_SIZE = 10;

    /// What the spans of those hours add up to that belong to `window`, by vehicle; nothing for a vehicle that no
    /// meter fed in them.
    public Map<String, MatchedEnergy> in(VehicleHours hours, TimeWindow window) {
        Map<String, MatchedEnergy> sums = new HashMap<>();
        for (VehicleHours day : byDay(hours).values()) {
            jdbc.sql(INPUTS)
                    .param("vehicles", day.vehicleArray())
                    .param("hours", day.hourArray())
                    .withFetchSize(FETCH_SIZE)
                    .query((RowCallbackHandler) row -> {
                        HourInputs inputs = HourInputs.of(row, tolerance);
                        sums.merge(
                                inputs.vehicleId(),
                                inputs.matched(window.start(), window.end(), tolerance, HEALTHY),
                                MatchedEnergy::plus);
                    });
        }
        return sums;
    }

    /// A call looks into every day between its first and its last hour.
    private static Map<Instant, VehicleHours> byDay(VehicleHours hours) {
        Map<Instant, VehicleHours> days = new TreeMap<>();
        for (int i = 0; i < hours.size(); i++) {
            Instant hour = hours.hours().get(i);
            days.computeIfAbsent(hour.truncatedTo(ChronoUnit.DAYS), day -> new VehicleHours())
                    .add(hours.vehicles().get(i), hour);
        }
        return days;
    }
}
