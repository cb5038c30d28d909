package io.wattline.bench.report;

/// What a target makes of a figure.
public enum Verdict {
    AIM_MET("aim met"),
    MET("met"),
    MISSED("missed");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
