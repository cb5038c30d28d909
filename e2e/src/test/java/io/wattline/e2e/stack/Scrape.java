package io.wattline.e2e.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One reading of a service's metrics, in Prometheus' text format.
///
/// @param samples every line that is no comment
public record Scrape(List<Sample> samples) {

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[^}]*\\})? ([0-9.eE+-]+|NaN)");

    /// One sample: its name, its labels as written, its value.
    public record Sample(String name, String labels, double value) {}

    static Scrape of(String text) {
        var samples = new ArrayList<Sample>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            if (matcher.lookingAt()) {
                String labels = matcher.group(2) == null ? "" : matcher.group(2);
                samples.add(new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3))));
            }
        });
        return new Scrape(samples);
    }

    /// The sum of all samples of that name whose labels contain all of `labels`, such as `outcome="accepted"`.
    public double sum(String name, String... labels) {
        return samples.stream()
                .filter(sample ->
                        sample.name().equals(name) && List.of(labels).stream().allMatch(sample.labels()::contains))
                .mapToDouble(Sample::value)
                .sum();
    }

    public long received() {
        return Math.round(sum("wattline_items_received_total"));
    }

    /// Items of an outcome: accepted, duplicate, conflict, rejected, deferred, kept or dropped.
    public long outcome(String outcome) {
        return Math.round(sum("wattline_items_total", "outcome=\"" + outcome + '"'));
    }

    public long inFlight() {
        return Math.round(sum("wattline_items_in_flight"));
    }

    /// Whether received = accepted + duplicate + conflict + rejected + deferred + kept + dropped + in flight.
    public boolean balances() {
        return received()
                == outcome("accepted")
                        + outcome("duplicate")
                        + outcome("conflict")
                        + outcome("rejected")
                        + outcome("deferred")
                        + outcome("kept")
                        + outcome("dropped")
                        + inFlight();
    }
}
