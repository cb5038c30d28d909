package io.wattline.ingestor;

import io.wattline.settings.Settings;
import java.time.Duration;

/// What `retire-group` is told by the environment: all that an ingestor is, and how long it may take.
///
/// @param ingestor how to reach broker and database
/// @param limit how long the retirement may take, 10 s to a day
public record RetirementConfig(IngestorConfig ingestor, Duration limit) {

    private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);

    /// Reads the environment; every error is noted in `settings`.
    public static RetirementConfig read(Settings settings) {
        return new RetirementConfig(
                IngestorConfig.read(settings),
                settings.duration("RETIRE_TIMEOUT", DEFAULT_LIMIT, Duration.ofSeconds(10), Duration.ofDays(1)));
    }
}
