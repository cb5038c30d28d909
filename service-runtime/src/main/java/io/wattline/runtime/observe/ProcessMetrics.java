package io.wattline.runtime.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The process under the names that Prometheus' own client libraries give it, so that stock dashboards find it:
/// `process_cpu_seconds_total`, `process_open_fds`, `process_max_fds` and, where the kernel tells,
/// `process_resident_memory_bytes` (proc(5), `/proc/self/statm`).
final class ProcessMetrics implements MeterBinder {

    private static final Path PAGES = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4_096;
    private static final int RESIDENT = 1;

    @Override
    public void bindTo(MeterRegistry registry) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        if (system instanceof com.sun.management.OperatingSystemMXBean told) {
            FunctionCounter.builder("process.cpu.seconds", told, bean -> bean.getProcessCpuTime() / 1e9)
                    .description("Processor time that the process has used")
                    .register(registry);
        }
        if (system instanceof com.sun.management.UnixOperatingSystemMXBean told) {
            Gauge.builder(
                            "process.open.fds",
                            told,
                            com.sun.management.UnixOperatingSystemMXBean::getOpenFileDescriptorCount)
                    .description("File descriptors that are open")
                    .register(registry);
            Gauge.builder(
                            "process.max.fds",
                            told,
                            com.sun.management.UnixOperatingSystemMXBean::getMaxFileDescriptorCount)
                    .description("File descriptors that may be open")
                    .register(registry);
        }
        if (Files.isReadable(PAGES)) {
            Gauge.builder("process.resident.memory.bytes", ProcessMetrics::residentBytes)
                    .description("Memory of the process that is in RAM")
                    .register(registry);
        }
    }

    private static double residentBytes() {
        try {
            String[] pages = Files.readString(PAGES, StandardCharsets.US_ASCII).split(" ", -1);
            return Long.parseLong(pages[RESIDENT]) * (double) PAGE_BYTES;
        } catch (IOException | NumberFormatException e) {
            return Double.NaN;
        }
    }
}
