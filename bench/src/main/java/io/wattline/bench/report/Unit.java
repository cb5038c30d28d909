package io.wattline.bench.report;

import java.util.Locale;

/// How a figure is written.
public enum Unit {
    PER_SECOND("%,.0f /s"),
    MICROS("%.1f µs"),
    MILLIS("%.1f ms"),
    SECONDS("%.2f s"),
    MEBIBYTES("%.0f MiB"),
    BYTES("%.0f B"),
    COUNT("%,.0f"),
    TIMES("%.2f ×");

    private final String format;

    Unit(String format) {
        this.format = format;
    }

    String write(double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
