package io.wattline.ingestor.postgres.charging;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The readings of a few vehicles and their meters, every five minutes: two charges a day, rest between them, and a
/// charger that begins to lose more at some day. Seeded.
final class SmallFleet {

    static final Duration STEP = Duration.ofMinutes(5);

    private static final int STEPS_A_DAY = 288;

    private final Instant start;
    private final int days;
    private final long seed;

    SmallFleet(Instant start, int days, long seed) {
        this.start = start;
        this.days = days;
        this.seed = seed;
    }

    /// A reading of either side.
    record Row(String kind, String deviceId, Instant at, double kwh, double other) {}

    /// A vehicle's life at its meter.
    ///
    /// @param lostPoints what its charger loses more from `lossDay` on, 0 for a healthy one
    List<Row> life(int number, int lossDay, double lostPoints) {
        Random random = new Random(seed * 31 + number);
        double ratio = 0.88 + 0.02 * random.nextDouble();
        double power = 4 + 5 * random.nextDouble();
        List<Row> rows = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            boolean[] charging = new boolean[STEPS_A_DAY];
            for (int begin : new int[] {20 + random.nextInt(40), 160 + random.nextInt(60)}) {
                int length = 18 + random.nextInt(18);
                for (int i = begin; i < begin + length; i++) {
                    charging[i] = true;
                }
            }
            double noise = 0.003 * random.nextGaussian();
            double share = ratio + noise - (lostPoints > 0 && day >= lossDay ? lostPoints / 100 : 0);
            for (int i = 0; i < STEPS_A_DAY; i++) {
                Instant at = start.plus(Duration.ofDays(day)).plus(STEP.multipliedBy(i));
                double ac = charging[i] ? power / 12 : 0;
                rows.add(new Row("meter", "M" + number, at, ac, 228 + random.nextInt(5)));
                rows.add(new Row("vehicle", "V" + number, at, ac * share, 18));
            }
        }
        return rows;
    }
}
