package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers send, over a real database with one vehicle in it.
class NaughtyRequestIT {

    private static final long SEED = 20_261_120;
    private static final int NAUGHTY_STRINGS = 500;

    private static TestFleet fleet;
    private static TestApi api;

    @BeforeAll
    static void start() {
        fleet = new TestFleet();
        fleet.vehicle("V1", TestFleet.NOW.minus(Duration.ofHours(1)), "1")
                .meter("M1", TestFleet.NOW.minus(Duration.ofHours(1)), "1")
                .map("V1", "M1", null, null);
        api = new TestApi(fleet.asQuery());
    }

    @AfterAll
    static void stop() {
        api.close();
        fleet.close();
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    // Sends bytes as they are, which a proper client would not, and reads what comes until the server closes.
    private static int status(String head) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            while (answer.size() < 12) {
                int next = socket.getInputStream().read();
                assertThat(next).as("closed without an answer").isNotNegative();
                answer.write(next);
            }
            return Integer.parseInt(answer.toString(StandardCharsets.ISO_8859_1).substring(9));
        }
    }

    private static int get(String target) throws IOException {
        return status("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "startTime=2016-11-20T00:00:00Z&endTime=2026-11-20T00:00:00Z",
                "startTime=2026-11-20T10:00:00Z&endTime=2026-11-20T09:00:00Z",
                "startTime=2026-11-20T10:00:00Z&endTime=2026-11-20T10:00:00Z",
                "startTime=2026-11-20T10:00:00",
                "startTime=300000-01-01T00:00:00Z",
                "endTime=%2B300000-01-01T00:00:00Z",
                "startTime=2026-02-30T00:00:00Z",
                "startTime=' OR 1=1 --",
                "startTime=%00",
                "startTime=%c0%af",
                "startTime=%",
                "limit=1"
            })
    void answers400ForAWindowThatIsNone(String query) throws IOException {
        for (String path : List.of("/v1/analytics/performance/V1", "/v1/analytics/series/V1")) {
            assertThat(get(path + "?" + query.replace(" ", "%20"))).as(path).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "0", "2147483648", "99999999999999999999", "ten", "1e2", "%00", "%c0%af", "%", "1;DROP"})
    void answers400ForAnInvalidLimit(String limit) throws IOException {
        for (String path : List.of("/v1/rejected", "/v1/mappings", "/v1/vehicles", "/v1/meters")) {
            assertThat(get(path + "?limit=" + limit)).as(path).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/analytics/performance/V1?startTime=",
                "/v1/analytics/performance/V1?endTime=",
                "/v1/analytics/performance/V1?startTime",
                "/v1/analytics/performance?startTime=",
                "/v1/analytics/performance?status=",
                "/v1/analytics/performance?sort=",
                "/v1/analytics/performance?limit=",
                "/v1/analytics/performance?cursor=",
                "/v1/analytics/series/V1?endTime=",
                "/v1/analytics/series/V1?bucket=",
                "/v1/vehicles?limit=",
                "/v1/meters?cursor=",
                "/v1/mappings?limit=",
                "/v1/rejected?since=",
                "/v1/rejected?reason="
            })
    void answers400ForAParameterWithoutValue(String target) throws IOException {
        assertThat(get(target)).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "V1'%20OR%20'1'='1",
                "V1;DROP%20TABLE%20vehicle_history",
                "..%2f..%2fetc%2fpasswd",
                "%2e%2e",
                "%00",
                "V1%00",
                "%c0%af",
                "%",
                "%4",
                "%zz",
                "%ff"
            })
    void answers400ForAnIdThatIsNone(String id) throws IOException {
        assertThat(get("/v1/analytics/performance/" + id)).isEqualTo(400);
        assertThat(get("/v1/vehicles/" + id + "/live")).isEqualTo(400);
        assertThat(get("/v1/mappings/" + id)).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../../etc/passwd", "/v1/../../etc/passwd", "/docs/../../../etc/passwd", "/docs/%2e%2e/x"})
    void refusesPathTraversal(String path) throws IOException {
        assertThat(get(path)).isIn(400, 404);
    }

    @Test
    void refuses64KilobytesOfHeadersAndOfUri() throws IOException {
        assertThat(get("/v1/vehicles/" + "a".repeat(65_536) + "/live")).isEqualTo(414);
        assertThat(status("GET /v1/vehicles HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(65_536) + "\r\n\r\n"))
                .isEqualTo(400);
    }

    @Test
    void refusesAGigabyteOfBodyWithoutReadingIt() throws IOException {
        assertThat(status("POST /v1/mappings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1073741824\r\n\r\n["))
                .isEqualTo(413);
        assertThat(status("POST /v1/mappings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n40000000\r\n["))
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "TRACE", "CONNECT", "BREW", "PROPFIND"})
    void refusesUnknownMethods(String method) throws IOException {
        assertThat(status(method + " /v1/vehicles HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .isIn(400, 405);
    }

    @Test
    void neverAnswers500ToNaughtyStrings() throws IOException {
        Random random = new Random(SEED);
        List<String> targets = List.of(
                "/v1/analytics/performance/%s",
                "/v1/analytics/performance/V1?startTime=%s",
                "/v1/analytics/performance/V1?%s=1",
                "/v1/analytics/performance?status=%s",
                "/v1/analytics/performance?cursor=%s",
                "/v1/analytics/series/V1?bucket=%s",
                "/v1/vehicles/%s/live",
                "/v1/vehicles?cursor=%s",
                "/v1/mappings?limit=%s",
                "/v1/mappings?cursor=%s",
                "/v1/rejected?reason=%s",
                "/v1/rejected?since=%s",
                "/v1/rejected?cursor=%s",
                "/%s");
        for (int i = 0; i < NAUGHTY_STRINGS; i++) {
            String naughty = encoded(naughty(random));
            String target = targets.get(i % targets.size()).replace("%s", naughty);
            assertThat(get(target)).as("seed " + SEED + ": " + target).isIn(Set.of(200, 400, 404, 414));
        }
    }

    private static String naughty(Random random) {
        List<String> pieces = List.of(
                "'",
                "\"",
                "\\",
                "--",
                "/*",
                "$$",
                "${jndi:ldap://x}",
                "%s%n",
                "<script>",
                "../",
                "\u0000",
                "\u202e",
                "\uD83D\uDE00",
                "\uFEFF",
                "\r\n",
                "\t",
                "NaN",
                "Infinity",
                "-0",
                "1e999",
                "null",
                "[]",
                "{}",
                "0x1",
                "+",
                "&",
                "=",
                ";",
                "İ",
                "ß",
                "P1D",
                "PT99999999999999999999S",
                "2026-11-20T10:00:00Z",
                "9999-12-31T23:59:59.999999999Z",
                "0000-01-01T00:00:00+18:00",
                "V1",
                "*",
                "::");
        StringBuilder text = new StringBuilder();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    // Percent-encodes every byte, so that it arrives as it is.
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append('%').append(HexFormat.of().toHexDigits(octet));
        }
        return encoded.toString();
    }

    @Test
    void servesOthersWhile500ConnectionsAreSlow() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                Socket socket = connect();
                socket.getOutputStream()
                        .write("GET /v1/vehicles HTTP/1.1\r\nHost: l".getBytes(StandardCharsets.ISO_8859_1));
                slow.add(socket);
            }
            long start = System.nanoTime();
            api.get("/v1/vehicles/V1/live").ok();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }
}
