package io.wattline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.db.DatabaseConfig;
import io.wattline.runtime.access.KeyGeneration;
import io.wattline.servers.network.TcpProxy;
import io.wattline.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages of a service that asks for keys, and while its database is away.
class PagesLoginIT {

    @TempDir
    private Path folder;

    private QueryService start(DatabaseConfig database, String... keyLines) throws IOException {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "HTTP_PORT", "0",
                "DB_URL", database.url(),
                "DB_PASSWORD", String.valueOf(database.password())));
        if (keyLines.length > 0) {
            environment.put(
                    "API_KEYS_FILE",
                    Files.write(folder.resolve("keys"), List.of(keyLines)).toString());
        }
        return QueryService.start(Settings.read(environment, QueryConfig::read), InstantSource.fixed(TestFleet.NOW));
    }

    /// A key and its line.
    private static List<String> key(String name, String scopes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        KeyGeneration.run(List.of(name, scopes), new PrintStream(out), new PrintStream(new ByteArrayOutputStream()));
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void asksForAKeyAndThenShowsTheRequestedPage() throws IOException {
        List<String> reader = key("office", "read");
        try (TestFleet fleet = new TestFleet().map("V1", "M1", null, null);
                QueryService service = start(fleet.asQuery(), reader.getLast());
                Pages pages = new Pages(service.port())) {
            pages.open("/mappings?q=V1");
            pages.await("main", "API key");
            pages.assertQuiet();
            pages.browser().type("#key", "wrong-key\uE007");
            pages.await("#key-told", "not a key");
            // A browser logs every answer of 401.
            assertThat(pages.browser().console())
                    .allSatisfy(line -> assertThat(line).contains("401"));
            assertThat(pages.browser().requested())
                    .filteredOn(url -> url.endsWith("/v1/me"))
                    .as("one attempt")
                    .hasSize(1);

            pages.browser().type("#key", reader.getFirst() + "\uE007");
            pages.await("main", "Read only");
            pages.await(".found", "1 of 1");
            assertThat(pages.browser().url()).endsWith("/mappings?q=V1");
            pages.assertQuiet();

            pages.browser().click("header .tools button:last-child");
            pages.await("main", "API key");
            pages.assertQuiet();
        }
    }

    @Test
    @Tag("nightly") // It waits for the page to ask again, twice.
    void keepsTheLastDataWhileTheDatabaseIsAwayAndContinuesAfterwards() throws IOException {
        try (TestFleet fleet = new TestFleet().vehicle("V1", TestFleet.NOW.minusSeconds(5), "1")) {
            DatabaseConfig real = fleet.asQuery();
            int port = Integer.parseInt(real.url().replaceAll(".*:(\\d+)/.*", "$1"));
            try (TcpProxy proxy = TcpProxy.to(port);
                    QueryService service = start(at(real, port, proxy.port()));
                    Pages pages = new Pages(service.port())) {
                pages.open("/vehicles/V1?range=7d");
                pages.await(".live", "SoC");
                pages.assertQuiet();
                proxy.refuse();
                proxy.reset();
                pages.await("main", "Shown as of .*does not answer");
                assertThat(pages.browser().text(".live")).contains("SoC");
                proxy.pass();
                pages.browser().awaitNone(".stale");
            }
        }
    }

    private static DatabaseConfig at(DatabaseConfig real, int port, int proxied) {
        return new DatabaseConfig(
                real.url().replace(":" + port + "/", ":" + proxied + "/"),
                real.username(),
                real.password(),
                real.poolSize(),
                real.applicationName(),
                real.timeouts());
    }
}
