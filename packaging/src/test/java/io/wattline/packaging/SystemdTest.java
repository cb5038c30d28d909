package io.wattline.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The units, as far as systemd's own programs can tell without running them.
@Timeout(60)
class SystemdTest {

    private static final Path FOLDER = Repository.root().resolve("packaging/systemd");
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    private static List<Path> units() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".service"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String analyze(String... arguments) throws IOException, InterruptedException {
        assumeThat(ANALYZE).as("systemd is installed").exists();
        Process process = new ProcessBuilder(Stream.concat(Stream.of(ANALYZE.toString()), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void everyUnitHasItsSettingsAndItsUser() throws IOException {
        String users = Files.readString(FOLDER.resolve("wattline.sysusers.conf"));
        assertThat(units()).hasSize(3).allSatisfy(unit -> {
            String text = Files.readString(unit);
            String service =
                    unit.getFileName().toString().replace("wattline-", "").replace(".service", "");
            assertThat(text).contains("\nEnvironmentFile=/etc/wattline/" + service + ".env\n");
            assertThat(FOLDER.resolve(service + ".env")).exists();
            String user = text.lines()
                    .filter(line -> line.startsWith("User="))
                    .findFirst()
                    .orElseThrow()
                    .substring("User=".length());
            assertThat(users).containsPattern("(?m)^u " + user + " ");
        });
    }

    @Test
    void systemdKnowsEveryDirective() throws IOException, InterruptedException {
        for (Path unit : units()) {
            assertThat(Files.readString(unit)).contains("[Service]");
            // It names what it does not know, and a program that is not installed.
            assertThat(analyze("verify", "--man=no", unit.toString()).lines())
                    .filteredOn(line -> line.contains(unit.getFileName().toString()) && line.contains(":"))
                    .filteredOn(line -> !line.contains("is not executable"))
                    .isEmpty();
        }
    }

    @Test
    void exposureIsLow() throws IOException, InterruptedException {
        for (Path unit : units()) {
            // Of 10.0, in tenths; it fails above the threshold.
            assertThat(analyze("security", "--offline=true", "--threshold=15", "--no-pager", unit.toString()))
                    .contains("Overall exposure level");
        }
    }
}
