package io.wattline.sim.report;

/// The final result of a PUBLISH.
public enum PubackResult {
    /// PUBACK 0x00: the broker accepted it.
    OK,
    /// PUBACK 0x10: accepted, but no subscriber will receive it. A real device should send again; here it is final.
    NO_SUBSCRIBER,
    /// PUBACK 0x80 and above: the broker refused it.
    REFUSED,
    /// No PUBACK by the end of the run: the broker may have it or not.
    UNKNOWN
}
