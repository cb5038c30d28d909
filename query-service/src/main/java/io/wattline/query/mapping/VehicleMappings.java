package io.wattline.query.mapping;

import java.util.List;

/// The newest mappings of one vehicle.
///
/// @param mappings at most [#MAX] of them, in the order of time
/// @param more whether there are earlier ones than these
/// @param version changes whenever any mapping of the vehicle does, shown or not
public record VehicleMappings(List<Mapping> mappings, boolean more, String version) {

    /// The most mappings in one.
    public static final int MAX = 1_000;

    public VehicleMappings {
        mappings = List.copyOf(mappings);
    }

    /// Of up to [#MAX] + 1 mappings in the order of time, the newest [#MAX].
    public static VehicleMappings newest(List<Mapping> mappings, String version) {
        boolean more = mappings.size() > MAX;
        return new VehicleMappings(
                more ? mappings.subList(mappings.size() - MAX, mappings.size()) : mappings, more, version);
    }
}
