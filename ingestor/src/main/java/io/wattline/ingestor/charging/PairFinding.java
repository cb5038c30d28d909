package io.wattline.ingestor.charging;

import io.wattline.energy.alert.Finding;

/// What the rules over hours have found of a vehicle at a meter.
public record PairFinding(String vehicleId, String meterId, Finding finding) {}
