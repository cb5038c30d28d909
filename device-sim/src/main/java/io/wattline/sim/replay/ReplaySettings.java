package io.wattline.sim.replay;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to replay.
///
/// @param files at least one
/// @param rebaseEnd where the newest row of all files is moved to, all others keeping their distance; null for
///         the instant at which the replay begins
/// @param speed how fast
public record ReplaySettings(List<Path> files, @Nullable Instant rebaseEnd, Speed speed) {

    public ReplaySettings {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a replay needs at least one file");
        }
    }
}
