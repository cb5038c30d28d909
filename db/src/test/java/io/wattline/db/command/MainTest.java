package io.wattline.db.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void helpNamesTheCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("usage:").contains("migrate", "compact");
    }

    @Test
    void unknownCommandExitsWith2AndTheUsage() {
        assertThat(run("migrat")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage: java -jar db.jar migrate");
    }

    @Test
    void helpOfCompactSaysWhoWaits() {
        assertThat(run("compact", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--day", "--table", "Nobody waits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--day",
                "--day yesterday",
                "--table",
                "--table meter_live",
                "--table rejected_message",
                "--all yes",
                "x"
            })
    void badArgumentsOfCompactExitWith2AndTheUsage(String arguments) {
        assertThat(run(("compact " + arguments).split(" "))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(arguments.split(" ")[0], "usage: java -jar db.jar compact")
                .doesNotContain("\tat ");
    }

    @Test
    void checksTheEnvironmentOfCompactAtOnce() {
        assertThat(run("compact")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("DB_URL is not set", "DB_USERNAME is not set");
    }

    private int run(String... arguments) {
        return Main.run(
                arguments,
                Map.of(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
