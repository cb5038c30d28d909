package io.wattline.bench.report;

import java.util.List;
import java.util.stream.Collectors;

/// A report for `docs/performance.md`.
public final class Markdown {

    private Markdown() {}

    public static String of(Report report) {
        StringBuilder text = new StringBuilder();
        report.machine()
                .forEach((key, value) -> text.append("- ")
                        .append(key)
                        .append(": ")
                        .append(cell(value))
                        .append('\n'));
        text.append('\n').append(line(Report.headings()));
        text.append("|---".repeat(Report.headings().size())).append("|\n");
        report.rows().forEach(row -> text.append(line(row)));
        report.failures()
                .forEach(failure ->
                        text.append("\nFailed: ").append(cell(failure)).append('\n'));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(Markdown::cell).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }
}
