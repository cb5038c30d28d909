package io.wattline.query.mapping;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The port to the master data.
public interface Mappings {

    /// The newest mappings of a vehicle, possibly none; empty if nothing has ever named the vehicle.
    ///
    /// @param before only those that start earlier; null for all
    Optional<VehicleMappings> of(String vehicleId, @Nullable Instant before);

    /// Writes one mapping. Unbounded on both sides, it replaces all others of the vehicle; otherwise the one that
    /// is open at its start ends there. Writing what is there already changes nothing.
    PutOutcome put(String vehicleId, Mapping mapping);

    /// Mappings of all vehicles behind `after`, or from the start, at most `limit`, in the order of [MappingKey].
    List<VehicleMapping> page(Optional<MappingKey> after, int limit);

    /// Writes all rows of a batch as [#put] would, or none. Rows may take each other's place, so that two vehicles
    /// can swap their meters.
    ///
    /// @param batch without overlaps of its own
    BulkOutcome putAll(MappingBatch batch);

    /// Deletes all mappings of a vehicle.
    ///
    /// @return false if nothing has ever named the vehicle
    boolean delete(String vehicleId);
}
