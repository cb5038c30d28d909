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
    PutResult put(String vehicleId, Mapping mapping);

    /// The meter feeds the vehicle from `at` until the next mapping of either starts, or until the next end that was
    /// told. What either was mapped to at that time ends there. Starts and ends may come in any order.
    PutResult start(String vehicleId, String meterId, Instant at);

    /// Nothing feeds the vehicle from `at` until its next mapping starts. A start before `at` that comes later ends
    /// there too, within 31 days.
    VehicleMappings end(String vehicleId, Instant at);

    /// Replaces all mappings of the vehicle, or none.
    ///
    /// @param version the [VehicleMappings#version] they must have; null for any
    /// @param mappings without overlaps among each other, possibly none
    PutResult replace(String vehicleId, @Nullable String version, List<Mapping> mappings);

    /// Mappings of all vehicles behind `after`, or from the start, at most `limit`, in the order of [MappingKey].
    List<VehicleMapping> page(Optional<MappingKey> after, int limit);

    /// Writes all rows of a batch as [#put] would, or none. Rows may take each other's place, so that two vehicles
    /// can swap their meters.
    ///
    /// @param batch without overlaps of its own
    BulkResult putAll(MappingBatch batch);

    /// Deletes all mappings of a vehicle.
    ///
    /// @return false if nothing has ever named the vehicle
    boolean delete(String vehicleId);

    /// Deletes the mapping of a vehicle that starts at `validFrom`, null being since ever.
    ///
    /// @return false if there is none
    boolean delete(String vehicleId, @Nullable Instant validFrom);
}
