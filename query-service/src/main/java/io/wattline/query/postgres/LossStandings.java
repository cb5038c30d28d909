package io.wattline.query.postgres;

import io.wattline.energy.verdict.LossStanding;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the loss rule says now: of its alerts, and of what it has learnt.
public final class LossStandings {

    private static final String STANDING = """
            SELECT EXISTS (
                SELECT FROM alert
                WHERE vehicle_id = :vehicle AND meter_id = :meter AND kind = 'loss' AND state = 'open') AS alert_open,
              EXISTS (
                SELECT FROM loss_state WHERE vehicle_id = :vehicle AND meter_id = :meter AND NOT learning) AS learnt
            """;

    private LossStandings() {}

    /// What it says of a vehicle at a meter.
    public static LossStanding of(JdbcClient jdbc, String vehicleId, String meterId) {
        return jdbc.sql(STANDING)
                .param("vehicle", vehicleId)
                .param("meter", meterId)
                .query((row, number) -> of(row.getBoolean("alert_open"), row.getBoolean("learnt")))
                .single();
    }

    /// What it says where it has an alert open, and has learnt.
    public static LossStanding of(boolean alertOpen, boolean learnt) {
        if (alertOpen) {
            return LossStanding.ALERT_OPEN;
        }
        return learnt ? LossStanding.USUAL : LossStanding.LEARNING;
    }
}
