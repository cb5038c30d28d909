package io.wattline.e2e.glossary;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The page of words, and where a tree of files breaks it.
final class Glossary {

    private static final Pattern ENTRY = Pattern.compile("(?m)^- \\*\\*([^*]+)\\*\\*:");
    private static final Pattern NOT = Pattern.compile("\\*Not: ([^*]+)\\.\\*");
    private static final Set<String> TYPES =
            Set.of("java", "md", "sql", "json", "yaml", "yml", "html", "js", "sh", "conf", "properties", "xml");
    /// Folders of built files and of files by others; and migrations, which cannot change once they are released.
    private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules", "samples", "migration");

    private final String page;

    Glossary(Path page) throws IOException {
        this.page = Files.readString(page);
    }

    /// The words with an entry, in the order of the page.
    List<String> words() {
        return ENTRY.matcher(page).results().map(entry -> entry.group(1)).toList();
    }

    /// Everything that must not be written.
    List<Rule> rules() {
        Stream<Rule> words =
                NOT.matcher(page).results().flatMap(Glossary::words).map(Rule::word);
        return Stream.concat(
                        words,
                        Stream.of(
                                Rule.typesNamed(
                                        "Outcome",
                                        "io/wattline/ingestor/pipeline/",
                                        "an outcome is what an item ends as; call this a result"),
                                Rule.typesNamed(
                                        "Verdict",
                                        "io/wattline/energy/",
                                        "a verdict is the judgement of energy; call this a rating")))
                .toList();
    }

    private static Stream<String> words(MatchResult not) {
        return Arrays.stream(not.group(1).split(",")).map(word -> word.strip().replaceAll("\\s+", " "));
    }

    /// Where the files below `root` break a rule, as `file:line: advice`.
    static List<String> offences(Path root, List<Rule> rules) throws IOException {
        List<String> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return SKIPPED.contains(name(folder)) && !folder.equals(root)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (isRead(file)) {
                    check(root.relativize(file), Files.readString(file), rules, found);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static boolean isRead(Path file) {
        String name = name(file);
        return TYPES.contains(name.substring(name.lastIndexOf('.') + 1))
                && !name.endsWith(".min.js")
                && !name.equals("glossary.md")
                && !name.equals("CHANGELOG.md")
                && !file.toString().contains("/e2e/glossary/");
    }

    private static void check(Path relative, String text, List<Rule> rules, List<String> found) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        List<String> lines = text.lines().toList();
        for (Rule rule : rules) {
            if (!lowerCase.contains(rule.hint()) || !rule.appliesTo(relative)) {
                continue;
            }
            for (int i = 0; i < lines.size(); i++) {
                if (rule.wrong().matcher(lines.get(i)).find()) {
                    found.add("%s:%d: %s".formatted(relative, i + 1, rule.advice()));
                }
            }
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
