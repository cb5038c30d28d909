package io.wattline.energy.register;

import io.wattline.energy.register.RegisterState.Fall;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the readings of one device's register, in the order in which they arrive, into energies.
///
/// The sum of the energies is the last reading minus the first, whatever was repeated or came late: a reading that is
/// not later than the latest one known counts 0, since the later one holds its energy already. A fall is decided going
/// forward, because history is never rewritten: it counts 0 and stays open. A reading that is back at the base or above
/// it undoes the fall. The second reading in growing order after the fall confirms that the register started again at
/// 0, and carries what was counted since. Every increment is bounded by what the circuit can carry in its time.
///
/// @param maxKilowatts the most power that the circuit can carry
/// @param modulus where the register starts again at 0; null if unknown
/// @param replacements of the device's meter, in the order of time
public record RegisterRule(
        BigDecimal maxKilowatts, @Nullable BigDecimal modulus, List<Replacement> replacements) {

    // What a register of coarse steps and a clock that is a little off add to the energy of a short time.
    private static final BigDecimal TOLERANCE = new BigDecimal("1.1");
    private static final BigDecimal SLACK_KWH = new BigDecimal("0.1");
    private static final BigDecimal NANOS_AN_HOUR =
            BigDecimal.valueOf(Duration.ofHours(1).toNanos());
    private static final int READINGS_OF_A_RESET = 3;

    public RegisterRule {
        replacements = List.copyOf(replacements);
    }

    /// What `reading` means after the ones that led to `state`.
    public RegisterStep next(RegisterState state, RegisterReading reading) {
        @Nullable RegisterReading base = state.base();
        if (base == null) {
            return counted(BigDecimal.ZERO, RegisterClass.FIRST, reading);
        }
        @Nullable Instant latest = state.latestAt();
        if (latest != null && !reading.at().isAfter(latest)) {
            return new RegisterStep(BigDecimal.ZERO, RegisterClass.LATE, state);
        }
        @Nullable Replacement replacement = replacementBetween(base.at(), reading.at());
        if (replacement != null) {
            return replaced(base, reading, replacement);
        }
        @Nullable Fall fall = state.fall();
        if (reading.kwh().compareTo(base.kwh()) >= 0) {
            return grown(base, reading, fall == null ? RegisterClass.NORMAL : RegisterClass.DIP);
        }
        return fall == null ? fallen(base, reading) : stillFallen(base, fall, reading);
    }

    private @Nullable Replacement replacementBetween(Instant after, Instant until) {
        return replacements.stream()
                .filter(change -> change.at().isAfter(after) && !change.at().isAfter(until))
                .findFirst()
                .orElse(null);
    }

    private RegisterStep replaced(RegisterReading base, RegisterReading reading, Replacement change) {
        BigDecimal ofOld = change.lastKwh().subtract(base.kwh()).max(BigDecimal.ZERO);
        BigDecimal ofNew = reading.kwh().subtract(change.firstKwh()).max(BigDecimal.ZERO);
        return bounded(base, reading, ofOld.add(ofNew), RegisterClass.REPLACED);
    }

    private RegisterStep grown(RegisterReading base, RegisterReading reading, RegisterClass kind) {
        return bounded(base, reading, reading.kwh().subtract(base.kwh()), kind);
    }

    private RegisterStep fallen(RegisterReading base, RegisterReading reading) {
        if (modulus != null) {
            BigDecimal kwh = modulus.subtract(base.kwh()).add(reading.kwh());
            if (kwh.signum() >= 0 && kwh.compareTo(possible(base, reading)) <= 0) {
                return counted(kwh, RegisterClass.WRAP, reading);
            }
        }
        return pending(base, new Fall(reading.kwh(), reading, 1));
    }

    private RegisterStep stillFallen(RegisterReading base, Fall fall, RegisterReading reading) {
        if (reading.kwh().compareTo(fall.last().kwh()) < 0) {
            return pending(base, new Fall(reading.kwh(), reading, 1));
        }
        if (fall.readings() + 1 < READINGS_OF_A_RESET) {
            return pending(base, new Fall(fall.first(), reading, fall.readings() + 1));
        }
        return reset(base, fall, reading);
    }

    /// What the register showed when it fell counts too, if it can have been drawn since the base.
    private RegisterStep reset(RegisterReading base, Fall fall, RegisterReading reading) {
        BigDecimal possible = possible(base, reading);
        BigDecimal sinceZero = reading.kwh();
        BigDecimal sinceFall = reading.kwh().subtract(fall.first());
        BigDecimal kwh = sinceZero.compareTo(possible) <= 0 ? sinceZero : sinceFall;
        return bounded(base, reading, kwh, RegisterClass.RESET);
    }

    private static RegisterStep pending(RegisterReading base, Fall fall) {
        return new RegisterStep(BigDecimal.ZERO, RegisterClass.PENDING, new RegisterState(base, fall));
    }

    private RegisterStep bounded(RegisterReading base, RegisterReading reading, BigDecimal kwh, RegisterClass kind) {
        return kwh.compareTo(possible(base, reading)) <= 0
                ? counted(kwh, kind, reading)
                : counted(BigDecimal.ZERO, RegisterClass.IMPLAUSIBLE, reading);
    }

    private static RegisterStep counted(BigDecimal kwh, RegisterClass kind, RegisterReading reading) {
        return new RegisterStep(kwh, kind, new RegisterState(reading, null));
    }

    private BigDecimal possible(RegisterReading from, RegisterReading to) {
        BigDecimal nanos =
                BigDecimal.valueOf(Duration.between(from.at(), to.at()).toNanos());
        return maxKilowatts
                .multiply(nanos)
                .divide(NANOS_AN_HOUR, MathContext.DECIMAL64)
                .multiply(TOLERANCE)
                .add(SLACK_KWH);
    }
}
