package io.wattline.sim.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What this process has used since it was started.
///
/// @param cpuSeconds processor time, of all threads together
/// @param peakHeapMiB the heap pools at their largest
/// @param peakResidentMiB the process at its largest, heap and all; 0 where the system does not say (only Linux
///         does)
public record Resources(double cpuSeconds, long peakHeapMiB, long peakResidentMiB) {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK_RESIDENT = "VmHWM:";

    /// Up to this moment.
    static Resources used() {
        double cpuSeconds =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getProcessCpuTime() / 1e9
                        : 0;
        long heapBytes = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        return new Resources(cpuSeconds, heapBytes >> 20, peakResidentKiB() >> 10);
    }

    private static long peakResidentKiB() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(PEAK_RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException _) {
            return 0;
        }
    }
}
