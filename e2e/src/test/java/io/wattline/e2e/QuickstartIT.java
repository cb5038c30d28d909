package io.wattline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.Signal;
import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The first command of the README, in the JVM it really runs in.
class QuickstartIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void printsACurlLineForALeakingChargerAndCleansUp() throws Exception {
        try (TemporaryFolder folder = TemporaryFolder.create("quickstart");
                ChildProcess quickstart = start(folder, "-Dquickstart.http-port=0")) {
            String url = quickstart.awaitLine("curl -s '(http://[^']+)'", LIMIT).group(1);

            JsonNode answer = get(url);
            assertThat(answer.get("status").textValue()).isEqualTo("degraded");
            assertThat(answer.get("efficiencyRatio").decimalValue().doubleValue())
                    .isBetween(0.6, 0.85);
            assertThat(answer.at("/readings/meter").asInt()).isBetween(1_430, 1_500);
            assertThat(answer.at("/readings/vehicle").asInt()).isBetween(1_430, 1_500);
            assertThat(answer.at("/matched/spans").asInt()).isGreaterThan(1_400);
            quickstart.awaitLine("readings stored, [0-9,]+ in the last", LIMIT);

            quickstart.signal(Signal.INT);
            quickstart.exitCode(Duration.ofMinutes(1));
            assertThat(quickstart.output().text())
                    .contains("Stopping…", "Everything removed.")
                    .doesNotContain("\tat ")
                    .doesNotContainPattern("stored, -");
            assertThat(leftBehind(folder.path())).as("nothing is left behind").isEmpty();
        }
    }

    @Test
    void endsOrderlyWhenStoppedDuringTheStart() throws Exception {
        try (TemporaryFolder folder = TemporaryFolder.create("quickstart");
                ChildProcess quickstart = start(folder, "-Dquickstart.http-port=0")) {
            quickstart.awaitLine("Backfilling", LIMIT);

            quickstart.signal(Signal.TERM);
            quickstart.exitCode(Duration.ofMinutes(1));
            assertThat(quickstart.output().text())
                    .contains("Everything removed.")
                    .doesNotContain("\tat ");
            assertThat(leftBehind(folder.path())).as("nothing is left behind").isEmpty();
        }
    }

    @Test
    void namesThePortThatIsTaken() throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.create("quickstart");
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ChildProcess quickstart = start(folder, "-Dquickstart.http-port=" + taken.getLocalPort())) {
            assertThat(quickstart.exitCode(LIMIT)).isEqualTo(1);
            assertThat(quickstart.output().text())
                    .contains("port " + taken.getLocalPort() + " is taken")
                    .contains("quickstart.http-port");
        }
    }

    @Test
    void listsAllInvalidProperties() {
        try (TemporaryFolder folder = TemporaryFolder.create("quickstart");
                ChildProcess quickstart =
                        start(folder, "-Dquickstart.http-port=99999", "-Dquickstart.heartbeat=often")) {
            assertThat(quickstart.exitCode(LIMIT)).isEqualTo(2);
            assertThat(quickstart.output().text())
                    .contains("quickstart.http-port")
                    .contains("quickstart.heartbeat")
                    .doesNotContain("\tat ");
        }
    }

    private static ChildProcess start(TemporaryFolder folder, String... properties) {
        return ChildProcess.start(Launch.jar("quickstart", folder.path())
                .jvm(
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.io.tmpdir=" + folder.path(),
                        "-Dquickstart.devices=3",
                        "-Dquickstart.ingest-port=0",
                        "-Dquickstart.mqtt-port=0")
                .jvm(properties)
                .interruptible());
    }

    /// What the quickstart made in its temporary directory and did not remove; the unpacked PostgreSQL binaries
    /// are a cache for the next start.
    private static Stream<Path> leftBehind(Path folder) throws IOException {
        return Files.list(folder)
                .filter(path -> path.getFileName().toString().startsWith("wattline-"))
                .filter(path -> !path.getFileName().toString().startsWith("wattline-postgresql-"));
    }

    private static JsonNode get(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return new ObjectMapper()
                    .readTree(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        }
    }
}
