package io.wattline.query.postgres;

import io.wattline.telemetry.MappingRule;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The meters that a [MappingRule] names, wherever master data says nothing.
///
/// A written mapping always wins: of the vehicle, because then an operator maintains it by hand, and of the meter,
/// because its energy belongs to another vehicle. The rule alone makes no vehicle known.
///
/// @param rule none means that no meter is ever named
record RuledMeters(Optional<MappingRule> rule) {

    private static final String IS_LEFT_TO_THE_RULE = """
            SELECT EXISTS (SELECT FROM vehicle_live WHERE vehicle_id = :vehicle)
               AND NOT EXISTS (SELECT FROM vehicle_meter WHERE vehicle_id = :vehicle)
               AND NOT EXISTS (SELECT FROM vehicle_meter WHERE meter_id = :meter)
            """;

    /// The meter of a vehicle that no mapping covers in the window asked for.
    Optional<String> of(JdbcClient jdbc, String vehicleId) {
        return rule.flatMap(given -> given.meterOf(vehicleId))
                .filter(meterId -> jdbc.sql(IS_LEFT_TO_THE_RULE)
                        .param("vehicle", vehicleId)
                        .param("meter", meterId)
                        .query(Boolean.class)
                        .single());
    }
}
