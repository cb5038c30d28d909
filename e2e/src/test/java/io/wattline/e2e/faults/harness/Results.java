package io.wattline.e2e.faults.harness;

import io.wattline.servers.process.ChildProcess;
import io.wattline.servers.process.Launch;
import io.wattline.servers.process.Repository;
import io.wattline.servers.process.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The book of outcomes. The long form appends a line a fault to `docs/guarantees-results.csv` when all tests are over;
/// the short form only prints how long each fault took.
final class Results implements AutoCloseable {

    private static final Path BOOK = Repository.root().resolve("docs/guarantees-results.csv");
    private static final Path PAGE = Repository.root().resolve("docs/guarantees.md");
    private static final String HEADER = "commit,date,form,seed,fault,runs,passed,seconds,seen\n";

    private final Map<String, Tally> tallies = new LinkedHashMap<>();

    private record Tally(int runs, int passed, Duration time, String seen) {}

    synchronized void add(Notes notes, boolean passed) {
        var one = new Tally(1, passed ? 1 : 0, notes.elapsed(), String.join("; ", notes.lines()));
        tallies.merge(
                notes.fault(),
                one,
                (sum, next) -> new Tally(
                        sum.runs() + 1, sum.passed() + next.passed(), sum.time().plus(next.time()), next.seen()));
        System.out.printf(
                "[%s] %s after %d ms%n",
                notes.fault(), passed ? "passed" : "FAILED", notes.elapsed().toMillis());
    }

    @Override
    public synchronized void close() {
        if (!Form.now().isLong() || tallies.isEmpty()) {
            return;
        }
        var lines = new StringBuilder();
        String run = commit()
                + ','
                + LocalDate.now(ZoneOffset.UTC)
                + ','
                + Form.now().name()
                + ','
                + Seed.value()
                + ',';
        tallies.forEach((fault, tally) -> lines.append(run)
                .append(quoted(fault))
                .append(',')
                .append(tally.runs())
                .append(',')
                .append(tally.passed())
                .append(',')
                .append(tally.time().toSeconds())
                .append(',')
                .append(quoted(tally.seen()))
                .append('\n'));
        append(lines.toString());
    }

    private static void append(String lines) {
        try {
            if (!Files.exists(BOOK)) {
                Files.createDirectories(BOOK.getParent());
                Files.writeString(BOOK, HEADER);
            }
            Files.writeString(BOOK, lines, StandardOpenOption.APPEND);
            ResultsTable.write(BOOK, PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + BOOK, e);
        }
    }

    /// The commit under test, marked with a plus sign if the tree differs from it; `unknown` outside a clone.
    private static String commit() {
        try (TemporaryFolder folder = TemporaryFolder.create("git")) {
            String root = Repository.root().toString();
            String commit = git(folder.path(), "-C", root, "rev-parse", "--short", "HEAD")
                    .strip();
            return git(folder.path(), "-C", root, "status", "--porcelain", "--", ":!docs")
                            .isBlank()
                    ? commit
                    : commit + '+';
        } catch (IllegalStateException | UncheckedIOException e) {
            return "unknown";
        }
    }

    private static String git(Path folder, String... arguments) {
        return ChildProcess.run(Launch.program("git", folder, "git").arguments(arguments), Duration.ofSeconds(20));
    }

    private static String quoted(String text) {
        return '"' + String.join(" ", List.of(text.split("\\s+"))).replace("\"", "'") + '"';
    }
}
