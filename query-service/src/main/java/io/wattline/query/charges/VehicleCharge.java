package io.wattline.query.charges;

import io.wattline.energy.charge.Charge;

/// A charge of a vehicle at a meter.
public record VehicleCharge(String vehicleId, String meterId, Charge charge) {}
