package io.wattline.servers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    void continuesAfterTheLastMatchedLine() {
        try (ChildProcess child = shell("echo port 1; echo port 2; exec sleep 100")) {
            assertThat(child.awaitLine("port (\\d)", SOON).group(1)).isEqualTo("1");
            assertThat(child.awaitLine("port (\\d)", SOON).group(1)).isEqualTo("2");
            assertThatThrownBy(() -> child.awaitLine("port", Duration.ofMillis(200)))
                    .isInstanceOf(ProcessFailure.class)
                    .hasMessageContaining("port 2");
        }
    }

    @Test
    void reportsHowTheProcessEnded() {
        try (ChildProcess child = shell("trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done")) {
            child.awaitLine("up", SOON);
            child.signal(Signal.TERM);
            assertThat(child.exitCode(SOON)).isEqualTo(7);
            assertThat(child.output().text()).isEqualTo("up\nbye\n");
        }
        try (ChildProcess child = shell("exec sleep 100")) {
            child.signal(Signal.KILL);
            assertThat(child.exitCode(SOON)).isEqualTo(128 + 9);
        }
    }

    @Test
    void freezesAndResumes() {
        try (ChildProcess child = shell("while read -r _ < /proc/uptime; do echo tick; sleep 0.02; done")) {
            child.awaitLine("tick", SOON);
            child.signal(Signal.STOP);
            assertThatThrownBy(() -> {
                        while (true) {
                            child.awaitLine("tick", Duration.ofMillis(500));
                        }
                    })
                    .isInstanceOf(ProcessFailure.class);
            child.signal(Signal.CONT);
            child.awaitLine("tick", SOON);
        }
    }

    @Test
    void endsGrandchildrenToo() {
        ProcessHandle grandchild;
        try (ChildProcess child = shell("sleep 100 & echo pid $!; wait")) {
            long pid = Long.parseLong(child.awaitLine("pid (\\d+)", SOON).group(1));
            grandchild = ProcessHandle.of(pid).orElseThrow();
        }
        assertThat(grandchild.isAlive()).isFalse();
    }

    @Test
    void passesOnlyTheEnvironmentItWasGiven() {
        Launch launch = Launch.program("env", folder, "env").with(Map.of("MQTT_URL", "mqtt://here"));
        assertThat(ChildProcess.run(launch, SOON))
                .contains("MQTT_URL=mqtt://here")
                .contains("PATH=");
        assertThat(launch.toBuilder().environment().keySet())
                .isSubsetOf("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "MQTT_URL");
    }

    @Test
    void buildsTheCommandOfAJar() {
        Launch launch = Launch.jar("ingestor", folder).jvm("-Xmx64m").arguments("one", "two");
        assertThat(launch.command().subList(1, launch.command().size()))
                .containsExactly(
                        "-Xmx64m",
                        "-jar",
                        Repository.root()
                                .resolve("ingestor/target/ingestor.jar")
                                .toString(),
                        "one",
                        "two");
    }

    @Test
    void measuresMemoryAndProcessorTime() {
        try (ChildProcess child = shell("echo up; exec sleep 100")) {
            child.awaitLine("up", SOON);
            assertThat(child.rssBytes()).isBetween(100_000L, 100_000_000L);
            assertThat(child.cpuTime()).isBetween(Duration.ZERO, SOON);
        }
    }

    @Test
    void reportsTheOutputOfAProgramThatFailed() {
        assertThatThrownBy(() -> ChildProcess.run(Launch.program("sh", folder, "sh", "-c", "echo why; exit 3"), SOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exited with 3")
                .hasMessageContaining("why");
    }

    @Test
    void failsWhenTheProcessPrintedASecretWithoutRepeatingIt() throws IOException {
        String canary = "canary-5d1f0c77aa41";
        Path file = Files.writeString(folder.resolve("key"), "-----BEGIN PRIVATE KEY-----\n" + canary + "\n");
        Launch shell = Launch.program("sh", folder, "sh", "-c", "cat \"$KEY_FILE\"; echo $DB_PASSWORD");
        assertThatThrownBy(() -> ChildProcess.run(shell.with(Map.of("DB_PASSWORD", canary)), SOON))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the secret in DB_PASSWORD is seen in the output of sh")
                .hasMessageNotContaining(canary);
        assertThatThrownBy(() -> ChildProcess.run(shell.named("two").with(Map.of("KEY_FILE", file.toString())), SOON))
                .hasMessageContaining("KEY_FILE")
                .hasMessageNotContaining(canary);
    }

    @Test
    void findsASecretOnTheCommandLineAndInAnAnswer() throws IOException {
        Path file = Files.writeString(folder.resolve("logins"), "sim:canary-77aa415d1f0c\n");
        String option = "--credentials-file=" + file;
        Launch launch = Launch.program("sh", folder, "sh", "-c", "echo up; exec sleep 100", "sh", option);
        assertThatThrownBy(() -> ChildProcess.start(launch.arguments("canary-77aa415d1f0c")))
                .hasMessageContaining("--credentials-file is seen in the command of sh");
        try (ChildProcess child = ChildProcess.start(launch)) {
            child.awaitLine("up", SOON);
            child.requireSecretsKept();
            child.requireNoSecretIn("the answer", "sim:another");
            assertThatThrownBy(() -> child.requireNoSecretIn("the answer", "x=canary-77aa415d1f0c"))
                    .hasMessageContaining("the answer of sh");
        }
    }

    private ChildProcess shell(String script) {
        return ChildProcess.start(Launch.program("sh", folder, "sh", "-c", script));
    }
}
