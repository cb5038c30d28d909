package io.wattline.ingestor.pipeline;

import io.wattline.telemetry.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A store in memory: history where the first value of a key wins, the quarantine, and every content committed.
public class RecordingStore implements BatchStore {

    /// The key of history.
    record Key(String deviceId, Instant measuredAt) {
        static Key of(Reading reading) {
            return new Key(reading.deviceId(), reading.measuredAt());
        }
    }

    private final Map<Key, Reading> history = new LinkedHashMap<>();
    private final Map<Key, Instant> arrivals = new HashMap<>();
    private final List<QuarantineRow> quarantine = new ArrayList<>();
    private final List<BatchContent> commits = new ArrayList<>();

    @Override
    public synchronized Stored store(BatchContent content) {
        commits.add(content);
        quarantine.addAll(content.quarantine());
        BitSet newMeters = insert(content.meters());
        BitSet newVehicles = insert(content.vehicles());
        return new Stored(
                newMeters, newVehicles, found(content.meters(), newMeters), found(content.vehicles(), newVehicles));
    }

    @Override
    public void makePartitions(BatchContent content) {
        throw new AssertionError("nobody missed a partition");
    }

    /// All readings stored, in the order they were.
    public synchronized List<Reading> readings() {
        return List.copyOf(history.values());
    }

    synchronized List<QuarantineRow> quarantine() {
        return List.copyOf(quarantine);
    }

    /// How many rows each transaction wrote.
    synchronized List<Integer> commitSizes() {
        return commits.stream().map(BatchContent::rows).toList();
    }

    private <R extends Reading> BitSet insert(List<Row<R>> rows) {
        var fresh = new BitSet();
        for (int i = 0; i < rows.size(); i++) {
            Reading reading = rows.get(i).reading();
            fresh.set(i, history.putIfAbsent(Key.of(reading), reading) == null);
            arrivals.putIfAbsent(Key.of(reading), rows.get(i).receivedAt());
        }
        return fresh;
    }

    private <R extends Reading> Found found(List<Row<R>> rows, BitSet fresh) {
        var conflicts = new BitSet();
        var ownArrivals = new BitSet();
        for (int i = fresh.nextClearBit(0); i < rows.size(); i = fresh.nextClearBit(i + 1)) {
            Row<R> row = rows.get(i);
            Key key = Key.of(row.reading());
            conflicts.set(i, !row.reading().equals(history.get(key)));
            ownArrivals.set(i, row.receivedAt().equals(arrivals.get(key)));
        }
        return new Found(conflicts, ownArrivals);
    }
}
