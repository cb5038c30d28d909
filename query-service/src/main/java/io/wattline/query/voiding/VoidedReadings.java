package io.wattline.query.voiding;

/// The record of what is void. Safe for all threads.
public interface VoidedReadings {

    /// Carries out an order, all of it or nothing.
    VoidOutcome change(VoidOrder order);
}
