package io.wattline.energy.alert;

import java.time.Instant;
import java.util.Map;

/// What one more hour or charge says about a suspicion.
sealed interface Witness {

    /// It holds.
    ///
    /// @param onsetAt since when
    /// @param facts the evidence
    record Holds(Instant onsetAt, Map<String, String> facts) implements Witness {}

    /// It does not, or no longer.
    record Denies() implements Witness {}

    /// Nothing: what is open stays open.
    record SaysNothing() implements Witness {}

    Witness DENIES = new Denies();
    Witness SAYS_NOTHING = new SaysNothing();

    static Witness denyUnless(boolean unknown) {
        return unknown ? SAYS_NOTHING : DENIES;
    }
}
