package io.wattline.e2e.faults.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Shows the newest line of each fault in the book as a table in `docs/guarantees.md`, between two markers.
final class ResultsTable {

    private static final String BEGIN = "<!-- results -->\n";
    private static final String END = "<!-- end of results -->\n";
    private static final String HEAD = "| fault | commit | date | seed | passed | seen |\n|---|---|---|---|---|---|\n";
    private static final Pattern CELL = Pattern.compile("\"([^\"]*)\"|([^,]+)|(?<=,)(?=,|$)");

    private ResultsTable() {}

    static void write(Path book, Path page) throws IOException {
        Map<String, List<String>> newest = new LinkedHashMap<>();
        Files.readAllLines(book).stream()
                .skip(1)
                .map(ResultsTable::cells)
                .forEach(cells -> newest.put(cells.get(4), cells));
        String rows = newest.values().stream().map(ResultsTable::row).collect(Collectors.joining());
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        Files.writeString(page, text.substring(0, begin) + HEAD + rows + text.substring(end));
    }

    private static String row(List<String> cells) {
        String passed = cells.get(6) + " of " + cells.get(5);
        return "| " + String.join(" | ", cells.get(4), cells.get(0), cells.get(1), cells.get(3), passed, cells.get(8))
                + " |\n";
    }

    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        Matcher cell = CELL.matcher(line);
        while (cell.find()) {
            cells.add(cell.group(1) != null ? cell.group(1) : cell.group(2) != null ? cell.group(2) : "");
        }
        return cells;
    }
}
