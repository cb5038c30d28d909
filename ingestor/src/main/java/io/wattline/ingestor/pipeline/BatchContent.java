package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.MeterReading;
import io.wattline.telemetry.Reading;
import io.wattline.telemetry.VehicleReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one transaction writes: rows sorted by key, equal keys in the order they arrived.
///
/// @param meters rows of `meter_history`
/// @param vehicles rows of `vehicle_history`
/// @param quarantine rows of `rejected_message`, in the order they arrived
public record BatchContent(
        List<Row<MeterReading>> meters, List<Row<VehicleReading>> vehicles, List<QuarantineRow> quarantine) {

    public BatchContent {
        meters = sorted(meters);
        vehicles = sorted(vehicles);
        quarantine = List.copyOf(quarantine);
    }

    /// How many rows the transaction writes to history and quarantine.
    public int rows() {
        return meters.size() + vehicles.size() + quarantine.size();
    }

    /// The days of its late readings.
    Set<HistoryDay> lateDays() {
        return readings()
                .filter(Row::isLate)
                .map(row -> HistoryDay.of(row.reading()))
                .collect(Collectors.toSet());
    }

    /// Its readings that fulfil a condition.
    List<Row<?>> readings(Predicate<Row<?>> condition) {
        return readings().filter(condition).toList();
    }

    /// Itself without those.
    BatchContent without(Predicate<Row<?>> condition) {
        return new BatchContent(
                meters.stream().filter(condition.negate()).toList(),
                vehicles.stream().filter(condition.negate()).toList(),
                quarantine);
    }

    private Stream<Row<?>> readings() {
        return Stream.concat(meters.stream(), vehicles.stream());
    }

    /// The two halves of this content, for finding a row that the database refuses.
    ///
    /// @throws IllegalStateException if there are fewer than two rows
    List<BatchContent> halves() {
        if (rows() < 2) {
            throw new IllegalStateException("one row has no halves");
        }
        int middle = rows() / 2;
        return List.of(slice(0, middle), slice(middle, rows()));
    }

    /// The newest row of each device, the first of equal ones, in key order: what live state is offered.
    public static <R extends Reading> List<Row<R>> newestPerDevice(List<Row<R>> sorted) {
        var newest = new ArrayList<Row<R>>();
        for (int i = 0; i < sorted.size(); i++) {
            Row<R> row = sorted.get(i);
            boolean firstOfItsKey = i == 0 || !row.sameKeyAs(sorted.get(i - 1));
            if (!firstOfItsKey) {
                continue;
            }
            if (!newest.isEmpty()
                    && newest.getLast()
                            .reading()
                            .deviceId()
                            .equals(row.reading().deviceId())) {
                newest.removeLast();
            }
            newest.add(row);
        }
        return newest;
    }

    private BatchContent slice(int from, int to) {
        int vehiclesStart = meters.size();
        int quarantineStart = vehiclesStart + vehicles.size();
        return new BatchContent(
                part(meters, from, to),
                part(vehicles, from - vehiclesStart, to - vehiclesStart),
                part(quarantine, from - quarantineStart, to - quarantineStart));
    }

    private static <T> List<T> part(List<T> list, int from, int to) {
        int start = Math.clamp(from, 0, list.size());
        int end = Math.clamp(to, start, list.size());
        return list.subList(start, end);
    }

    private static <R extends Reading> List<Row<R>> sorted(List<Row<R>> rows) {
        return rows.stream().sorted(Row.BY_KEY).toList();
    }
}
