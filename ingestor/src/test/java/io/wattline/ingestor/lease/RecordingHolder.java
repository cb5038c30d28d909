package io.wattline.ingestor.lease;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// Serves slots by name only; a test says when letting go or retiring is over.
final class RecordingHolder implements SlotHolder {

    final Set<Integer> serving = new TreeSet<>();
    final Set<Integer> lettingGo = new TreeSet<>();
    final Set<Integer> retiring = new TreeSet<>();
    boolean standby = true;
    boolean reachesBroker = true;
    boolean slotsConnect = true;
    private final Set<Integer> retired = new HashSet<>();

    /// Whatever was being let go of or retired is over now.
    void finish() {
        lettingGo.clear();
        retired.addAll(retiring);
        retiring.clear();
    }

    @Override
    public void serve(int slot) {
        serving.add(slot);
    }

    @Override
    public void letGo(int slot) {
        serving.remove(slot);
        lettingGo.add(slot);
    }

    @Override
    public void retire(int slot) {
        serving.remove(slot);
        retiring.add(slot);
    }

    @Override
    public void drop(int slot) {
        serving.remove(slot);
        lettingGo.remove(slot);
        retiring.remove(slot);
    }

    @Override
    public void standBy(boolean wanted) {
        standby = wanted;
    }

    @Override
    public Presence presence() {
        boolean slot = reachesBroker && slotsConnect;
        return new Presence((slot && !serving.isEmpty()) || (reachesBroker && standby), slot ? serving : Set.of());
    }

    @Override
    public Set<Integer> busy() {
        Set<Integer> busy = new TreeSet<>(serving);
        busy.addAll(lettingGo);
        busy.addAll(retiring);
        return busy;
    }

    @Override
    public Set<Integer> retired() {
        Set<Integer> now = Set.copyOf(retired);
        retired.clear();
        return now;
    }
}
