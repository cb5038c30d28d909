package io.wattline.ingestor.charging;

import io.wattline.energy.alert.Alert;
import io.wattline.energy.alert.AlertKind;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// An alert as the data now show it.
public record WantedAlert(
        AlertKind kind, Alert.Pair pair, Span span, Alert.@Nullable Loss loss, SortedMap<String, String> evidence) {

    /// When.
    public record Span(
            Instant onsetAt, Instant raisedAt, @Nullable Instant clearedAt) {

        boolean overlaps(Span other) {
            return beginsBeforeEndOf(other) && other.beginsBeforeEndOf(this);
        }

        private boolean beginsBeforeEndOf(Span other) {
            return other.clearedAt == null || !onsetAt.isAfter(other.clearedAt);
        }

        static Span of(Alert alert) {
            Alert.Times times = alert.times();
            return new Span(times.onsetAt(), times.raisedAt(), times.clearedAt());
        }
    }
}
