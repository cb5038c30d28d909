package io.wattline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.bench.stack.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessesTest {

    @BeforeEach
    void needsProc() {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")), "only Linux has /proc");
    }

    @Test
    void countsChildrenThatRunAndThatHaveEnded() throws IOException {
        String burn = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
        Process process = new ProcessBuilder("sh", "-c", "(" + burn + "); (" + burn + "); echo done; read _").start();
        try (var out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("done");
            assertThat(Processes.cpuSeconds(process.pid())).isPositive();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void readsThePeakMemoryOfThisProcess() {
        long bytes = Processes.peakResidentBytes(ProcessHandle.current().pid());
        assertThat(bytes).isBetween(20L << 20, 64L << 30);
    }

    @Test
    void readsKibibytes() {
        assertThat(Processes.peakResidentBytes(Stream.of("VmPeak:\t 9 kB", "VmHWM:\t    2048 kB")))
                .hasValue(2_097_152);
    }

    @Test
    void reportsThatAProcessHasEnded() {
        assertThatThrownBy(() -> Processes.cpuSeconds(Integer.MAX_VALUE))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("has ended");
    }
}
