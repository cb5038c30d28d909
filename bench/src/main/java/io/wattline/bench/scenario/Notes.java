package io.wattline.bench.scenario;

import io.wattline.bench.measure.CpuSplit;
import java.util.Locale;

/// Remarks that several scenarios make.
final class Notes {

    private Notes() {}

    /// Processor time of the three parts.
    static String cpu(CpuSplit perMillion) {
        return String.format(
                Locale.ROOT,
                "CPU s per million: broker %.1f, ingestor %.1f, database %.1f",
                perMillion.broker(),
                perMillion.ingestor(),
                perMillion.database());
    }
}
