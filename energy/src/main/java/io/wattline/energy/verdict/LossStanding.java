package io.wattline.energy.verdict;

/// What the loss rule says of a vehicle at its meter.
public enum LossStanding {
    /// Too few charges to know its own loss.
    LEARNING,
    /// Its own loss is known, and no alert is open.
    USUAL,
    /// A loss alert is open.
    ALERT_OPEN
}
