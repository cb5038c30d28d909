package io.wattline.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {

    @Test
    void writesOneLinePerTaskNotPerStep() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Progress progress = new ProgressLines(new PrintStream(written, true, StandardCharsets.UTF_8));
        progress.begin("queue", 1_000);
        for (int n = 0; n < 1_000; n++) {
            progress.at(n);
        }
        progress.begin("drain", 0);
        progress.end();
        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("  queue"),
                        line -> assertThat(line).endsWith("  drain"));
    }
}
