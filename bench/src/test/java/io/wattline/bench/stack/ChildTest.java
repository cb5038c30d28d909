package io.wattline.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Child shell(String script) {
        return Child.start("child", folder, List.of("sh", "-c", script), Map.of("GIVEN", "yes"));
    }

    @Test
    void saysWhatAProgramPrintedThatFailed() {
        try (Child child = shell("echo no such thing; exit 3")) {
            assertThatThrownBy(() -> child.awaitSuccess(SOON))
                    .isInstanceOf(BenchException.class)
                    .hasMessageContaining("exit code 3")
                    .hasMessageContaining("no such thing");
        }
    }

    @Test
    void passesOnlyWhatItWasGiven() {
        try (Child child = shell("env")) {
            child.awaitSuccess(SOON);
            assertThat(child.printed()).contains("GIVEN=yes").doesNotContain("DB_URL", "JAVA_HOME");
        }
    }

    @Test
    void endsWithItsOwner() {
        Child child = shell("exec sleep 100");
        child.close();
        assertThat(child.isAlive()).isFalse();
    }
}
