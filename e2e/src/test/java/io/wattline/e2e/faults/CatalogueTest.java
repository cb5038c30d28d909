package io.wattline.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattline.e2e.faults.harness.FaultTest;
import io.wattline.servers.process.Repository;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+?) \\| `(\\w+IT\\.\\w+)` \\| (\\w+) \\|");
    private static final Pattern ELSEWHERE = Pattern.compile("(?m)^\\| .+? \\| `([a-z-]+): (\\w+)\\.(\\w+)` \\|$");
    private static final List<Class<?>> SUITE = List.of(
            IngestorPairIT.class,
            IngestorAloneIT.class,
            DatabaseServerFaultsIT.class,
            DatabaseErrorsIT.class,
            DatabaseCalendarIT.class,
            DatabaseFailOverIT.class,
            BrokerFaultsIT.class,
            DeviceFaultsIT.class,
            PoisonIT.class,
            MustBeSeenIT.class);

    @Test
    void guaranteesListEveryTestWithItsTier() throws IOException {
        String page = Files.readString(Repository.root().resolve("docs/guarantees.md"));
        List<String> rows = ROW.matcher(page)
                .results()
                .map(row -> row.group(1) + " = " + row.group(2) + ", " + row.group(3))
                .filter(row -> !row.contains("CorpusIT"))
                .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(tests().toList());
    }

    /// Of the faults that need no fleet.
    @Test
    void everyOtherTestThatTheGuaranteesNameIsThere() throws IOException {
        Path root = Repository.root();
        List<String[]> named = ELSEWHERE
                .matcher(Files.readString(root.resolve("docs/guarantees.md")))
                .results()
                .map(row -> new String[] {row.group(1), row.group(2), row.group(3)})
                .toList();
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(named)
                .allSatisfy(test -> assertThat(source(root.resolve(test[0] + "/src/test/java"), test[1]))
                        .as("%s: %s", test[0], test[1])
                        .contains("void " + test[2] + "("));
    }

    private static String source(Path folder, String className) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Path file = files.filter(path -> path.endsWith(className + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no such test: " + className));
            return Files.readString(file);
        }
    }

    private static Stream<String> tests() {
        return SUITE.stream()
                .flatMap(test -> Arrays.stream(test.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(FaultTest.class))
                .map(CatalogueTest::row);
    }

    private static String row(Method method) {
        FaultTest fault = method.getAnnotation(FaultTest.class);
        return fault.value() + " = " + method.getDeclaringClass().getSimpleName() + '.' + method.getName() + ", "
                + (fault.nightly() ? "nightly" : "verify");
    }
}
