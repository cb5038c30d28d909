package io.wattline.query.voiding;

/// The record of what is void. Safe for all threads.
public interface VoidedReadings {

    /// Carries out an order, all of it or nothing.
    VoidResult change(VoidOrder order);
}
