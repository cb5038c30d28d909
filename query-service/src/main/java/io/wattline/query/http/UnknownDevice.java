package io.wattline.query.http;

import io.wattline.runtime.http.Problem;

/// The 404s.
public final class UnknownDevice {

    private UnknownDevice() {}

    public static Problem vehicle(String vehicleId) {
        return Problem.notFound("No reading and no mapping has ever named vehicle " + vehicleId)
                .with("vehicleId", vehicleId);
    }

    public static Problem withoutReading(String kind, String id) {
        return Problem.notFound("No reading of " + kind + " " + id + " has ever arrived")
                .with(kind + "Id", id);
    }
}
