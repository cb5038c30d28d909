package io.wattline.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.runtime.http.Caller;
import io.wattline.runtime.http.Scope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyGenerationTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream explanations = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return KeyGeneration.run(List.of(arguments), new PrintStream(out), new PrintStream(explanations));
    }

    @Test
    void printsAKeyAndItsLineForTheKeyFile() {
        assertThat(run("office", "read,admin")).isZero();
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).hasSize(43);
        assertThat(lines.getLast()).startsWith("office:read,admin:").doesNotContain(lines.getFirst());
        assertThat(ApiKeys.of(lines.subList(1, 2)).callerOf(lines.getFirst()))
                .contains(new Caller("office", EnumSet.of(Scope.READ, Scope.ADMIN)));
    }

    @Test
    void neverPrintsTheSameKeyTwice() {
        run("office", "read");
        run("office", "read");
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).doesNotHaveDuplicates();
    }

    @Test
    void explainsHowToUseIt() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("office")).isEqualTo(2);
        assertThat(run("office", "write")).isEqualTo(2);
        assertThat(run("of:fice", "read")).isEqualTo(2);
        assertThat(explanations.toString(StandardCharsets.UTF_8)).contains("usage: keygen NAME SCOPES");
        assertThat(out.size()).isZero();
    }
}
