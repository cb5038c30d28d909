package io.wattline.energy.verdict;

import io.wattline.energy.Energy;
import io.wattline.energy.matching.MatchedEnergy;
import java.time.Duration;

/// The energies of one mapped vehicle in one window.
///
/// @param length of the mapped time in the window
/// @param totals of all readings of both sides
/// @param matched what the spans add up to
public record JudgedWindow(Duration length, Energy totals, MatchedEnergy matched) {}
