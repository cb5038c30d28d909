package io.wattline.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.Programs;
import io.wattline.servers.process.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The scripts on their own: what they write, and what they refuse.
class ProvisioningIT {

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsMosquitto() {
        Programs.required("mosquitto_passwd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingestors/0", "_ingestor", "site:7", "+", "#", "a b", "-rf", "", "ä", "a\nb", "$SYS"})
    void refusesReservedNames(String name) throws IOException {
        assertThatThrownBy(() -> provision("add", name)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> provision("add", "M1", name)).isInstanceOf(IllegalStateException.class);
        assertThat(provision("list")).as("nothing is half done").isEmpty();
    }

    @Test
    void printsAPasswordOnceAndStoresItsHash() throws IOException {
        String[] login = provision("add", "M1").strip().split(":");
        assertThat(login).hasSize(2);
        assertThat(login[1]).matches("[0-9a-f]{32}");
        assertThat(Files.readString(folder.resolve("passwords")))
                .startsWith("M1:$7$")
                .doesNotContain(login[1]);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("passwords"))))
                .isEqualTo("rw-------");
    }

    @Test
    void rotatesAndRevokesOneAmongOthers() throws IOException {
        provision("add", "M1", "M2", "M.1");
        String before = hashOf("M1");
        String other = hashOf("M.1");
        provision("rotate", "M1");
        assertThat(hashOf("M1")).isNotEqualTo(before);
        assertThat(hashOf("M.1")).isEqualTo(other);
        provision("revoke", "M.1");
        assertThat(provision("list").lines()).containsExactlyInAnyOrder("M1", "M2");
        assertThatThrownBy(() -> provision("add", "M1")).hasMessageContaining("rotate");
        assertThatThrownBy(() -> provision("revoke", "M.1")).hasMessageContaining("not provisioned");
    }

    @Test
    void addsAndRemovesTheRulesOfAGateway() throws IOException {
        provision("add", "--gateway", "g1");
        provision("add", "M1");
        assertThat(Files.readString(folder.resolve("acl")))
                .contains("user g1\ntopic write devices/meters/+/telemetry\n")
                .doesNotContain("user M1");
        provision("revoke", "g1");
        assertThat(Files.readString(folder.resolve("acl"))).doesNotContain("user g1");
    }

    @Test
    void keepsEveryPasswordOfRunsAtTheSameTime() throws Exception {
        List<String> names = IntStream.range(0, 8).mapToObj(i -> "M" + i).toList();
        try (ExecutorService runs = Executors.newFixedThreadPool(names.size())) {
            List<Callable<String>> all = names.stream()
                    .<Callable<String>>map(name -> () ->
                            script("provision-device", "provision-" + name, "--dir", folder.toString(), "add", name))
                    .toList();
            for (Future<String> run : runs.invokeAll(all)) {
                run.get();
            }
        }
        assertThat(provision("list").lines()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void createsEverySecretOnceAndKeepsIt() throws IOException {
        generate();
        Map<Path, String> first = contents();
        generate();
        assertThat(contents()).isEqualTo(first);
        assertThat(first.keySet().stream().map(path -> folder.relativize(path).toString()))
                .contains("broker/passwords", "broker/acl", "ingestor/mqtt-client.key", "database/superuser-password");
        List<String> secrets = first.entrySet().stream()
                .filter(entry -> entry.getKey().toString().endsWith("password"))
                .filter(entry -> entry.getKey().toString().contains("/database/"))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(secrets).hasSize(3).doesNotHaveDuplicates().allMatch(secret -> secret.length() >= 32);
    }

    private void generate() {
        run("generate-secrets", folder.toString());
    }

    private Map<Path, String> contents() throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> !path.toString().endsWith(".log"))
                    .toList()) {
                contents.put(file, Files.readString(file));
            }
        }
        return contents;
    }

    private String hashOf(String id) throws IOException {
        return Files.readAllLines(folder.resolve("passwords")).stream()
                .filter(line -> line.startsWith(id + ":"))
                .findFirst()
                .orElseThrow();
    }

    private String provision(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--dir", folder.toString()));
        all.addAll(List.of(arguments));
        return run("provision-device", all.toArray(String[]::new));
    }

    private String run(String name, String... arguments) {
        return script(name, name, arguments);
    }

    private String script(String name, String log, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Repository.root().resolve("mosquitto").resolve(name).toString());
        command.addAll(List.of(arguments));
        return ChildProcess.run(new Launch(log, command, Map.of(), folder), Duration.ofSeconds(60));
    }
}
