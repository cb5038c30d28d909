package io.wattline.sim.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A [Summary] for people and for programs.
public final class SummaryText {

    private static final JsonFactory JSON = new JsonFactory();

    private SummaryText() {}

    /// A few lines of plain text.
    public static String plain(Summary summary) {
        Summary.Counts counts = summary.counts();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                """
                %,d readings in %.1f s (%,.1f a second)
                  acknowledged    %,d
                  no subscriber   %,d
                  refused         %,d
                  unacknowledged  %,d
                  PUBACK after    %.1f ms (median), %.1f ms (99 %%), %.1f ms (longest)
                """,
                counts.sent(),
                summary.durationSeconds(),
                summary.ratePerSecond(),
                counts.acknowledged(),
                counts.noSubscriber(),
                counts.refused(),
                counts.unacknowledged(),
                summary.pubackMillis().p50(),
                summary.pubackMillis().p99(),
                summary.pubackMillis().max()));
        new TreeMap<>(summary.refusals())
                .forEach((reason, readings) -> text.append(
                        String.format(Locale.ROOT, "  the broker refused %,d readings: %s%n", readings, reason)));
        if (counts.noSubscriber() > 0) {
            text.append("  nobody subscribes to these topics: is the ingestor running, with the same topic prefix?\n");
        }
        if (summary.reconnects() > 0) {
            text.append(String.format(Locale.ROOT, "  connections lost and made again: %,d%n", summary.reconnects()));
        }
        return text.toString();
    }

    /// One JSON object on one line.
    public static String json(Summary summary) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("sent", summary.counts().sent());
            json.writeNumberField("acknowledged", summary.counts().acknowledged());
            json.writeNumberField("refused", summary.counts().refused());
            json.writeNumberField("noSubscriber", summary.counts().noSubscriber());
            json.writeNumberField("unacknowledged", summary.counts().unacknowledged());
            json.writeNumberField("durationSeconds", rounded(summary.durationSeconds()));
            json.writeNumberField("ratePerSecond", rounded(summary.ratePerSecond()));
            write(json, "pubackMillis", summary.pubackMillis());
            write(json, "lateMillis", summary.lateMillis());
            json.writeNumberField("reconnects", summary.reconnects());
            json.writeObjectFieldStart("refusals");
            for (Map.Entry<String, Long> refusal : new TreeMap<>(summary.refusals()).entrySet()) {
                json.writeNumberField(refusal.getKey(), refusal.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string refused characters", e);
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, String name, Percentiles millis) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("p50", rounded(millis.p50()));
        json.writeNumberField("p99", rounded(millis.p99()));
        json.writeNumberField("max", rounded(millis.max()));
        json.writeEndObject();
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_EVEN);
    }
}
