package io.wattline.bench.plan;

import java.time.Duration;

/// How much of everything.
///
/// @param pipeline the write side
/// @param history the read side
/// @param starts how often each service is started to time it
/// @param jmhIteration the length of a JMH iteration
public record Scale(Pipeline pipeline, History history, int starts, Duration jmhIteration) {

    /// Loads of the write side.
    ///
    /// @param backlog readings that wait when the ingestor starts
    /// @param lateBacklog likewise, of hours that are closed
    /// @param ceilingRows readings that are written without an ingestor, for each way of writing
    /// @param live how long each rate is held
    /// @param rung how long each rate is tried on the way to the highest
    /// @param warmUp how long the ingestor works before it is measured
    public record Pipeline(
            int backlog, int lateBacklog, int ceilingRows, Duration live, Duration rung, Duration warmUp) {}

    /// What the read side reads.
    ///
    /// @param pairs how many have a reading a minute
    /// @param days over how long, against one day
    /// @param requests how many are measured
    /// @param rankings how many rankings of the fleet are
    /// @param fleetInterval between two readings of each of the 10,000 vehicles of the ranking
    public record History(int pairs, int days, int requests, int rankings, Duration fleetInterval) {}

    /// Within 20 minutes.
    public static final Scale FULL = new Scale(
            new Pipeline(
                    2_000_000, 500_000, 500_000, Duration.ofSeconds(30), Duration.ofSeconds(8), Duration.ofSeconds(10)),
            new History(200, 30, 4_000, 100, Duration.ofMinutes(10)),
            3,
            Duration.ofSeconds(2));

    /// Within three minutes; to see that everything works, not to be quoted.
    public static final Scale QUICK = new Scale(
            new Pipeline(100_000, 30_000, 60_000, Duration.ofSeconds(4), Duration.ofSeconds(2), Duration.ofSeconds(3)),
            new History(6, 30, 300, 8, Duration.ofHours(2)),
            1,
            Duration.ofMillis(200));
}
