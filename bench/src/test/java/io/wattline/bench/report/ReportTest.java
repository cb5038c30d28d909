package io.wattline.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Report REPORT = new Report(
            Map.of("machine", "two cores"),
            List.of(
                    Figure.of("ceiling.broker", "bare subscriber", 80_000, Unit.PER_SECOND),
                    Figure.of("drain.rate", "drain", 40_000, Unit.PER_SECOND)
                            .against(160_000, "of the database alone")
                            .noting("a | b"),
                    Figure.of("live.1000.p99", "live", 250, Unit.MILLIS)),
            List.of("mixed: it\nbroke"));

    @Test
    void putsFiguresWithATargetFirst() {
        assertThat(REPORT.rows())
                .containsExactly(
                        List.of(
                                "drain",
                                "40,000 /s",
                                "0.25 × of the database alone",
                                "≥ 30,000 /s",
                                "≥ 45,000 /s",
                                "met",
                                "a | b"),
                        List.of("live", "250.0 ms", "", "≤ 100.0 ms", "≤ 25.0 ms", "missed", ""),
                        List.of("bare subscriber", "80,000 /s", "", "", "", "", ""));
    }

    @Test
    void alignsTheColumnsOfTheText() {
        List<String> lines = TextTable.of(REPORT).lines().toList();
        assertThat(lines).contains("machine: two cores", "FAILED mixed: it");
        int rating = lines.get(2).indexOf("rating");
        assertThat(lines.get(3).indexOf("met")).isEqualTo(rating);
        assertThat(lines.get(4).indexOf("missed")).isEqualTo(rating);
    }

    @Test
    void keepsMarkdownCellsApart() {
        List<String> lines = Markdown.of(REPORT).lines().toList();
        assertThat(lines)
                .contains(
                        "- machine: two cores",
                        "| what | measured | of ceiling | must | aim | rating | note |",
                        "|---|---|---|---|---|---|---|",
                        "| live | 250.0 ms |  | ≤ 100.0 ms | ≤ 25.0 ms | missed |  |",
                        "Failed: mixed: it broke")
                .anyMatch(line -> line.endsWith("| a \\| b |"));
    }

    @Test
    void writesBareNumbersAsJson() throws JsonProcessingException {
        JsonNode json = new ObjectMapper().readTree(Json.of(REPORT));
        assertThat(json.at("/machine/machine").asText()).isEqualTo("two cores");
        JsonNode drain = json.at("/figures/1");
        assertThat(drain.get("id").asText()).isEqualTo("drain.rate");
        assertThat(drain.get("value").asDouble()).isEqualTo(40_000);
        assertThat(drain.get("shareOfCeiling").asDouble()).isEqualTo(0.25);
        assertThat(drain.get("must").asDouble()).isEqualTo(30_000);
        assertThat(drain.get("rating").asText()).isEqualTo("met");
        assertThat(json.at("/failures/0").asText()).isEqualTo("mixed: it\nbroke");
    }
}
