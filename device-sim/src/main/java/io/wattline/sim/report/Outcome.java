package io.wattline.sim.report;

/// What the broker said to a PUBLISH, final.
public enum Outcome {
    /// PUBACK 0x00: the broker has taken it over.
    OK,
    /// PUBACK 0x10: taken, and nobody will ever get it. A real device should retry; here it is final.
    NO_SUBSCRIBER,
    /// PUBACK 0x80 and above: not taken.
    REFUSED,
    /// No PUBACK by the end of the run: the broker may have it or not.
    UNKNOWN
}
