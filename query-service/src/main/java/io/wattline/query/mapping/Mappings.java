package io.wattline.query.mapping;

import java.util.List;
import java.util.Optional;

/// The port to the master data.
public interface Mappings {

    /// The mappings of a vehicle in the order of time, possibly none; empty if nothing has ever named the vehicle.
    Optional<List<Mapping>> of(String vehicleId);

    /// Writes one mapping. Unbounded on both sides, it replaces all others of the vehicle; otherwise the one that
    /// is open at its start ends there. Writing what is there already changes nothing.
    PutOutcome put(String vehicleId, Mapping mapping);

    /// Deletes all mappings of a vehicle.
    ///
    /// @return false if nothing has ever named the vehicle
    boolean delete(String vehicleId);
}
