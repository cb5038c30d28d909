package io.wattline.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/// A report for programs.
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static String of(Report report) {
        ObjectNode root = MAPPER.createObjectNode();
        ObjectNode machine = root.putObject("machine");
        report.machine().forEach(machine::put);
        ArrayNode figures = root.putArray("figures");
        report.figures().forEach(figure -> figures.add(node(figure)));
        ArrayNode failures = root.putArray("failures");
        report.failures().forEach(failures::add);
        return root.toPrettyString();
    }

    private static ObjectNode node(Figure figure) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("id", figure.id()).put("what", figure.what()).put("value", figure.value());
        node.put("unit", figure.unit().name().toLowerCase(Locale.ROOT));
        Figure.Share share = figure.share();
        if (share != null) {
            node.put("shareOfCeiling", share.ratio()).put("ceiling", share.of());
        }
        figure.target().ifPresent(target -> node.put("must", target.must()).put("aim", target.aim()));
        figure.rating().ifPresent(rating -> node.put("rating", rating.toString()));
        if (!figure.note().isEmpty()) {
            node.put("note", figure.note());
        }
        return node;
    }
}
