package io.wattline.sim.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/// A [Summary] for programs.
public final class SummaryJson {

    private static final JsonFactory JSON = new JsonFactory();

    private SummaryJson() {}

    /// One JSON object on one line.
    public static String of(Summary summary) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            write(json, summary.counts());
            write(json, summary.timing());
            json.writeNumberField("ratePerSecond", rounded(summary.ratePerSecond()));
            json.writeNumberField("reconnects", summary.reconnects());
            write(json, "refusals", new TreeMap<>(summary.refusals()));
            Map<String, Long> faults = new TreeMap<>();
            summary.faults().forEach((fault, readings) -> faults.put(fault.code(), readings));
            write(json, "faults", faults);
            write(json, summary.resources());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string refused characters", e);
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, Summary.Counts counts) throws IOException {
        json.writeNumberField("sent", counts.sent());
        json.writeNumberField("acknowledged", counts.acknowledged());
        json.writeNumberField("refused", counts.refused());
        json.writeNumberField("noSubscriber", counts.noSubscriber());
        json.writeNumberField("unacknowledged", counts.unacknowledged());
    }

    private static void write(JsonGenerator json, Timing timing) throws IOException {
        json.writeNumberField("durationSeconds", rounded(timing.durationSeconds()));
        json.writeNumberField("intendedPerSecond", rounded(timing.intendedPerSecond()));
        json.writeNumberField("achievedPerSecond", rounded(timing.achievedPerSecond()));
        write(json, "pubackMillis", timing.pubackMillis());
        write(json, "lateMillis", timing.lateMillis());
        json.writeStringField("bottleneck", timing.bottleneck().code());
    }

    private static void write(JsonGenerator json, Resources used) throws IOException {
        json.writeNumberField("cpuSeconds", rounded(used.cpuSeconds()));
        json.writeNumberField("peakHeapMiB", used.peakHeapMiB());
        json.writeNumberField("peakResidentMiB", used.peakResidentMiB());
    }

    private static void write(JsonGenerator json, String name, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
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
