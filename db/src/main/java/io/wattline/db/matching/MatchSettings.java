package io.wattline.db.matching;

import java.time.Duration;
import java.util.List;

/// How energies are matched. Rows that were made otherwise do not count.
///
/// @param pairingWindow the most that the two readings of a mark may be apart, 1 second to 5 minutes
/// @param mappingRule what stands before and behind the common part in a vehicle's id, then in its meter's; empty
/// without
///     a rule
public record MatchSettings(Duration pairingWindow, List<String> mappingRule) {

    /// Which rule and which curve of the module `energy`: to be raised when either gives other sums.
    static final String VERSION = "1";

    /// The shortest pairing window.
    public static final Duration MIN_PAIRING_WINDOW = Duration.ofSeconds(1);

    /// The longest pairing window.
    public static final Duration MAX_PAIRING_WINDOW = Duration.ofMinutes(5);

    private static final int PARTS = 4;

    /// Half a minute, no rule.
    public static final MatchSettings DEFAULT = new MatchSettings(Duration.ofSeconds(30), List.of());

    public MatchSettings {
        if (pairingWindow.compareTo(MIN_PAIRING_WINDOW) < 0 || pairingWindow.compareTo(MAX_PAIRING_WINDOW) > 0) {
            throw new IllegalArgumentException("a pairing window is PT1S to PT5M");
        }
        mappingRule = List.copyOf(mappingRule);
        if (!mappingRule.isEmpty() && mappingRule.size() != PARTS) {
            throw new IllegalArgumentException("a mapping rule has four parts");
        }
    }
}
