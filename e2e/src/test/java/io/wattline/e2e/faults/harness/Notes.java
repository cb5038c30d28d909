package io.wattline.e2e.faults.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The numbers that one run of a fault showed; printed as they come, kept for the book of outcomes.
public final class Notes {

    private final String fault;
    private final List<String> lines = new ArrayList<>();
    private long beganNanos = System.nanoTime();

    Notes(String fault) {
        this.fault = fault;
    }

    void begin() {
        beganNanos = System.nanoTime();
    }

    /// Adds a number in words.
    public void add(String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        lines.add(line);
        System.out.println("[" + fault + "] " + line);
    }

    String fault() {
        return fault;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }
}
