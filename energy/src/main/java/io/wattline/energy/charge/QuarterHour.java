package io.wattline.energy.charge;

import java.time.Duration;
import java.time.Instant;

/// What both sides moved in a quarter hour.
///
/// @param startsAt on a whole quarter hour; a reading belongs to the quarter hour that its timestamp lies in
/// @param microKwhAc drawn, in millionths of a kWh
/// @param microKwhDc delivered, in millionths of a kWh
public record QuarterHour(Instant startsAt, long microKwhAc, long microKwhDc) {

    static final Duration LENGTH = Duration.ofMinutes(15);

    // 80 W for a quarter hour: more than any standby.
    private static final long MOVED_MICRO_KWH = 20_000;

    /// @throws IllegalArgumentException if it does not start on a whole quarter hour
    public QuarterHour {
        if (startsAt.getNano() != 0 || startsAt.getEpochSecond() % LENGTH.toSeconds() != 0) {
            throw new IllegalArgumentException("not a whole quarter hour: " + startsAt);
        }
    }

    boolean moved() {
        return microKwhAc >= MOVED_MICRO_KWH || microKwhDc >= MOVED_MICRO_KWH;
    }
}
