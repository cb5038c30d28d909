package io.wattline.energy.register;

import java.util.Locale;

/// What a register reading turned out to be.
public enum RegisterClass {
    /// The first of its device: there is nothing to count from.
    FIRST,
    /// At least as much as before.
    NORMAL,
    /// Less than before, because the register starts again at its modulus.
    WRAP,
    /// Less than before, and not known yet why: nothing is counted until later readings decide.
    PENDING,
    /// A fall was undone: the readings since then were wrong, and counting goes on from before it.
    DIP,
    /// Two later readings confirmed a fall: the register had started again at 0. What is counted is a lower bound.
    RESET,
    /// The meter was replaced, with both readings known.
    REPLACED,
    /// More than the circuit can carry in the time: nothing is counted.
    IMPLAUSIBLE,
    /// Not later than a reading that is counted already, which holds its energy.
    LATE;

    /// The word in answers and metrics: `implausible`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
