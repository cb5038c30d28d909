package io.wattline.bench.measure;

/// Processor time by part, in seconds.
///
/// @param broker Mosquitto
/// @param ingestor the ingestor's process; 0 while none runs
/// @param database PostgreSQL with all its processes
public record CpuSplit(double broker, double ingestor, double database) {

    /// What was used since `earlier`.
    public CpuSplit since(CpuSplit earlier) {
        return new CpuSplit(broker - earlier.broker, ingestor - earlier.ingestor, database - earlier.database);
    }

    /// For a million, where this is for `readings`.
    public CpuSplit perMillion(long readings) {
        double factor = 1e6 / readings;
        return new CpuSplit(broker * factor, ingestor * factor, database * factor);
    }
}
