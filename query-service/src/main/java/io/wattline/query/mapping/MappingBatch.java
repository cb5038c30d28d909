package io.wattline.query.mapping;

import io.wattline.query.mapping.BulkResult.Conflict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Mappings that are written together or not at all.
///
/// As no two of them may overlap, the order in which they are given means nothing.
///
/// @param rows 1 to [#MAX_ROWS] of them
public record MappingBatch(List<VehicleMapping> rows) {

    /// The most mappings in one batch: what bounds the time for which other writers wait.
    public static final int MAX_ROWS = 5_000;

    private static final Comparator<@Nullable Instant> SINCE_EVER_FIRST =
            Comparator.nullsFirst(Comparator.naturalOrder());

    public MappingBatch {
        rows = List.copyOf(rows);
        if (rows.isEmpty() || rows.size() > MAX_ROWS) {
            throw new IllegalArgumentException("a batch has 1 to " + MAX_ROWS + " mappings");
        }
    }

    /// Where rows of this batch overlap each other; the index is that of the later one.
    public List<Conflict> overlaps() {
        List<Conflict> found = new ArrayList<>();
        find(found, VehicleMapping::vehicleId, Overlap.VEHICLE_HAS_ANOTHER_METER);
        find(found, row -> row.mapping().meterId(), Overlap.METER_FEEDS_ANOTHER_VEHICLE);
        return found;
    }

    // In the order of device and start, an overlap anywhere is an overlap of two neighbours somewhere.
    private void find(List<Conflict> found, Function<VehicleMapping, String> device, Overlap overlap) {
        List<Integer> order = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.<Integer, String>comparing(i -> device.apply(rows.get(i)))
                        .thenComparing(i -> rows.get(i).mapping().validFrom(), SINCE_EVER_FIRST))
                .toList();
        for (int i = 1; i < order.size(); i++) {
            VehicleMapping earlier = rows.get(order.get(i - 1));
            VehicleMapping later = rows.get(order.get(i));
            if (device.apply(earlier).equals(device.apply(later)) && reachesInto(earlier.mapping(), later.mapping())) {
                found.add(new Conflict(Math.max(order.get(i - 1), order.get(i)), overlap));
            }
        }
    }

    private static boolean reachesInto(Mapping earlier, Mapping later) {
        @Nullable Instant end = earlier.validTo();
        @Nullable Instant start = later.validFrom();
        return end == null || start == null || end.isAfter(start);
    }
}
