package io.wattline.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void showsTheJvmAndTheServicesOwnMetrics() {
        try (Metrics metrics = new Metrics()) {
            metrics.registry().counter("wattline.readings.accepted").increment(3);
            assertThat(metrics.scrape())
                    .contains("wattline_readings_accepted_total 3.0")
                    .contains("jvm_memory_used_bytes", "jvm_gc_", "jvm_threads_live_threads")
                    .contains("process_cpu_usage", "process_uptime_seconds", "process_files_open_files")
                    .contains("process_cpu_seconds_total", "process_open_fds", "process_max_fds")
                    .doesNotContain("process_cpu_time_ns_total", "system_cpu_count");
        }
    }

    @Test
    void reportsTheRunningVersion() {
        try (Metrics metrics = new Metrics()) {
            assertThat(metrics.scrape())
                    .contains("wattline_build_info{java=\"" + Runtime.version() + "\",version=\"" + Metrics.version());
        }
    }
}
