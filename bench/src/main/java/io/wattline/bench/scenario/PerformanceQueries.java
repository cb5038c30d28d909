package io.wattline.bench.scenario;

import io.wattline.bench.load.Fleets;
import io.wattline.bench.load.HttpLoad;
import io.wattline.bench.stack.Service;
import io.wattline.sim.fleet.Fleet;
import io.wattline.telemetry.TelemetryTopic.Address;
import java.net.URI;
import java.util.List;

/// Requests to a query service about the vehicles whose history was loaded, one after the other.
final class PerformanceQueries {

    private final Service service;
    private final List<Address> devices;

    PerformanceQueries(Service service, int pairs) {
        this.service = service;
        this.devices = Fleet.devices(Fleets.FLEET).subList(0, 2 * pairs);
    }

    /// The last 24 hours of a vehicle.
    HttpLoad lastDay() {
        return new HttpLoad(n -> target("/v1/analytics/performance/" + vehicle(n)));
    }

    /// The newest reading of a vehicle.
    HttpLoad live() {
        return new HttpLoad(n -> target("/v1/vehicles/" + vehicle(n) + "/live"));
    }

    /// The hundred worst of the fleet.
    HttpLoad ranking() {
        return new HttpLoad(_ -> target("/v1/analytics/performance"));
    }

    private String vehicle(int n) {
        int pairs = devices.size() / 2;
        return devices.get(2 * (n % pairs) + 1).deviceId();
    }

    private URI target(String path) {
        return service.url().resolve(path);
    }
}
