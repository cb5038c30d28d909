package io.wattline.bench.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A report for a terminal.
public final class TextTable {

    private TextTable() {}

    public static String of(Report report) {
        List<List<String>> lines = Stream.concat(Stream.of(Report.headings()), report.rows().stream())
                .toList();
        int[] widths = IntStream.range(0, Report.headings().size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder();
        report.machine()
                .forEach((key, value) ->
                        text.append(key).append(": ").append(value).append('\n'));
        text.append('\n');
        lines.forEach(line -> text.append(padded(line, widths)).append('\n'));
        report.failures()
                .forEach(failure -> text.append("FAILED ").append(failure).append('\n'));
        return text.toString();
    }

    private static String padded(List<String> line, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> line.get(column)
                        + " ".repeat(widths[column] - line.get(column).length()))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }
}
