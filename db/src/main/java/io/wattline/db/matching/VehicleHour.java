package io.wattline.db.matching;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// One hour of one vehicle.
///
/// @param vehicleId the vehicle
/// @param hour where the hour starts
record VehicleHour(String vehicleId, Instant hour) {

    Instant day() {
        return hour.truncatedTo(ChronoUnit.DAYS);
    }

    /// Binds the first two parameters: the vehicles, and the hours.
    static void bind(PreparedStatement statement, List<VehicleHour> keys) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(
                1,
                connection.createArrayOf(
                        "text", keys.stream().map(VehicleHour::vehicleId).toArray()));
        statement.setArray(
                2,
                connection.createArrayOf(
                        "timestamptz",
                        keys.stream().map(key -> key.hour().toString()).toArray()));
    }
}
