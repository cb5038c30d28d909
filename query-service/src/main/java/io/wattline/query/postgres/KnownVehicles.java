package io.wattline.query.postgres;

import org.springframework.jdbc.core.simple.JdbcClient;

/// Whether a vehicle exists for us. Every reading that was ever stored has left a live row.
public final class KnownVehicles {

    private static final String IS_KNOWN = """
            SELECT EXISTS (SELECT FROM vehicle_meter WHERE vehicle_id = :vehicle)
                OR EXISTS (SELECT FROM vehicle_live WHERE vehicle_id = :vehicle)
            """;

    private KnownVehicles() {}

    public static boolean contains(JdbcClient jdbc, String vehicleId) {
        return jdbc.sql(IS_KNOWN)
                .param("vehicle", vehicleId)
                .query(Boolean.class)
                .single();
    }
}
