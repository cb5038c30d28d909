package io.wattline.energy.pairing;

import java.math.BigDecimal;

/// What the paired heartbeats add up to.
///
/// @param heartbeats how many pairs
/// @param kwhAc energy of their meter sides, exact
/// @param kwhDc energy of their vehicle sides, exact
public record PairedEnergy(long heartbeats, BigDecimal kwhAc, BigDecimal kwhDc) {

    /// No pairs.
    public static final PairedEnergy NONE = new PairedEnergy(0, BigDecimal.ZERO, BigDecimal.ZERO);

    /// Both together.
    public PairedEnergy plus(PairedEnergy other) {
        return new PairedEnergy(heartbeats + other.heartbeats, kwhAc.add(other.kwhAc), kwhDc.add(other.kwhDc));
    }
}
