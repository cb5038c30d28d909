package io.wattline.bench.measure;

/// Reads the processor time of the three parts.
///
/// @param brokerPid Mosquitto
/// @param ingestorPid the ingestor
/// @param databasePid the postmaster
public record CpuMeter(long brokerPid, long ingestorPid, long databasePid) {

    /// All of it until now.
    public CpuSplit read() {
        return new CpuSplit(
                Processes.cpuSeconds(brokerPid), Processes.cpuSeconds(ingestorPid), Processes.cpuSeconds(databasePid));
    }
}
