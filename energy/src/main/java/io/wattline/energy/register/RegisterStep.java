package io.wattline.energy.register;

import java.math.BigDecimal;

/// What one register reading means.
///
/// @param kwh the energy since the device's last counted reading, at least 0
/// @param kind what the reading turned out to be
/// @param state what is remembered after it
public record RegisterStep(BigDecimal kwh, RegisterClass kind, RegisterState state) {}
