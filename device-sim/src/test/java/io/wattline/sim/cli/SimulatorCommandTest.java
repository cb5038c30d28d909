package io.wattline.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SimulatorCommandTest {

    private static final String NOWHERE = "mqtt://127.0.0.1:1";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpShowsExamplesAndExitCodes() {
        for (String command : new String[] {"run", "replay", "backfill"}) {
            out.getBuffer().setLength(0);
            assertThat(execute(command, "--help")).isZero();
            assertThat(out.toString())
                    .contains("Usage: device-sim " + command)
                    .contains("Examples:", "Exit codes:", "--mqtt-url=URL")
                    .doesNotContain("${");
            assertThat(out.toString().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }

    @Test
    void dryRunAlwaysPrintsTheSameMessagesAndSendsNothing() {
        String[] dry = {"run", "--dry-run", "--rate", "10", "--start", "2026-11-20T15:00:00Z", "--mqtt-url", NOWHERE};
        assertThat(execute(dry)).isZero();
        String once = out.toString();
        out.getBuffer().setLength(0);
        assertThat(execute(dry)).isZero();
        assertThat(out.toString()).isEqualTo(once);
        assertThat(once.lines()).hasSize(10).first().asString().startsWith("meters/METER_0001/telemetry {\"meterId\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run --rate 0                                    | 1 to 1000000",
                "run --rate 1000001                              | 1 to 1000000",
                "run --rate x                                    | Invalid value for option '--rate'",
                "run --devices 0                                 | 1 to 1000000 pairs",
                "run --heartbeat PT0S                            | PT0.001S",
                "run --burst --rate 5                            | --burst",
                "run --malformed 101%                            | at most 100%",
                "run --malformed -1                              | not a share",
                "run --offline 99%                               | nineteen twentieths",
                "run --ramp-up PT2H                              | PT1H",
                "run --mqtt-url http://127.0.0.1                 | mqtt://host:port",
                "run --mqtt-url mqtt://user:secret@127.0.0.1     | no credentials in the broker's address",
                "run --topic-prefix a/#                          | topic prefix",
                "run --username me                               | --password-file",
                "run --username me --password-file missing       | missing: the password file does not exist",
                "run --client-cert cert.pem                      | certificate and its key",
                "run --mqtt-url mqtts://h --ca-file missing.pem  | missing.pem does not exist",
                "run --connections 100001                        | 100000",
                "run --in-flight 0                               | 65535",
                "run --connect-timeout PT0S                      | time-out",
                "backfill --hours 0                              | 9600 hours",
                "replay                                          | FILE",
                "replay missing.csv                              | missing.csv: no such file",
                "replay x.csv --speed fast                       | max, realtime",
                "replay x.csv --rebase-end tomorrow              | --rebase-end is now or an instant",
                "run --start tomorrow                            | Invalid value for option '--start'",
                "run --duration 60                               | a duration such as PT60S",
                "run --mqtt-url mqtt://a:b:c                     | mqtt://host:port",
                "run --mqtt-url ::                               | an address such as mqtt://host:1883",
                "fly                                             | fly",
                "''                                              | run, replay or backfill"
            })
    void saysWhatIsWrongInOneLineAndExitsWithTwo(String line, String message) {
        assertThat(execute(Stream.of(line.split(" "))
                        .filter(word -> !word.isEmpty())
                        .toArray(String[]::new)))
                .isEqualTo(2);
        assertThat(err.toString()).contains(message).doesNotContain("Exception", "\tat ", "secret");
        assertThat(err.toString().lines().count()).isLessThanOrEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void namesABadLineOfAFileBeforeSending() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.csv"), """
                timestamp,meter_id,kwh_consumed_ac,voltage
                2026-11-20T15:00:00Z,M1,1,230
                2026-11-20T15:01:00Z,M1,one,230
                """);
        assertThat(execute("replay", file.toString(), "--mqtt-url", NOWHERE)).isEqualTo(2);
        assertThat(err.toString()).contains("bad.csv: line 3: column kwh_consumed_ac: not a number");
    }

    @Test
    void exitsWith3WithoutABroker() {
        assertThat(execute("run", "--mqtt-url", NOWHERE, "--connect-timeout", "PT0.3S", "--quiet"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("cannot connect to mqtt://127.0.0.1:1");
    }

    @Test
    void exitsWith2WhenTheLedgerCannotBeWritten() {
        Path ledger = folder.resolve("no/such/folder/ledger.csv");
        assertThat(execute("run", "--mqtt-url", NOWHERE, "--ledger", ledger.toString(), "--quiet"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("ledger.csv cannot be written");
    }

    @Test
    void printsTheVersionOfTheJar() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).startsWith("device-sim ");
    }

    private int execute(String... arguments) {
        CommandLine line = SimulatorCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return line.execute(Arrays.copyOf(arguments, arguments.length));
    }
}
