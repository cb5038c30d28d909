package io.wattline.energy.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes one finding of those of a kind that overlap, so that at most one of a kind is open.
final class Overlaps {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::kind)
            .thenComparing(Finding::raisedAt)
            .thenComparing(Finding::onsetAt)
            .thenComparing(finding -> finding.facts().toString());

    private Overlaps() {}

    static List<Finding> merge(List<Finding> findings) {
        List<Finding> merged = new ArrayList<>();
        for (Finding finding : findings.stream().sorted(ORDER).toList()) {
            @Nullable Finding last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && last.kind() == finding.kind() && last.isOpenAt(finding.raisedAt())) {
                merged.set(merged.size() - 1, both(last, finding));
            } else {
                merged.add(finding);
            }
        }
        return merged;
    }

    /// The facts of the earlier one, and the devices of both.
    private static Finding both(Finding earlier, Finding later) {
        SortedMap<String, String> facts = new TreeMap<>(earlier.facts());
        String device = later.facts().get(Finding.DEVICE);
        if (device != null && !facts.getOrDefault(Finding.DEVICE, "").contains(device)) {
            facts.merge(Finding.DEVICE, device, (one, other) -> one + ", " + other);
        }
        Instant onsetAt = earlier.onsetAt().isBefore(later.onsetAt()) ? earlier.onsetAt() : later.onsetAt();
        return new Finding(earlier.kind(), onsetAt, earlier.raisedAt(), end(earlier, later), facts);
    }

    private static @Nullable Instant end(Finding one, Finding other) {
        @Nullable Instant first = one.clearedAt();
        @Nullable Instant second = other.clearedAt();
        if (first == null || second == null) {
            return null;
        }
        return first.isAfter(second) ? first : second;
    }
}
